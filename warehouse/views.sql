-- All that indicators, pages and documents may read of the facts, one view a grain.

-- One row a version of a case, with what is known of its matter in other channels.
create or replace view case_history as from case_version;

-- One row a case, in its current version, with the file it came from.
create or replace view case_all as
select * replace (coalesce(exclude_reason, case when merged_until = timestamp '9999-12-31 23:59:59.999999' then '并单' end) as exclude_reason),
       coalesce(extended_due_at, original_due_at) as effective_due_at,
       case when extended_due_at is not null then 'extension' else original_due_basis end as due_basis
from case_history where known_until = timestamp '9999-12-31 23:59:59.999999';

-- One row a place, month and channel of the ledgers that only hold totals.
create or replace view summary_all as from summary_current;

-- One row a version of a ledger's record, with the places it speaks of and the file it came from. Current: known until ever().
create or replace macro ledger_all(name) as table
    with record as (select columns(lambda c: c not in ('county', 'town', 'village')) from query_table(name || '_record')),
    version as (select * exclude (source, ledger, first_on) from ledger_version where source = name)
    select * from record join version using (batch_id, source_row, source_part);
create or replace view income_all as from ledger_all('income');
create or replace view collective_all as from ledger_all('collective');
create or replace view project_all as from ledger_all('project');
create or replace view facility_all as from ledger_all('facility');
create or replace view industry_all as from ledger_all('industry');
create or replace view profile_all as from ledger_all('profile');
create or replace view activity_all as from ledger_all('activity');
create or replace view fact_all as from ledger_all('fact');
create or replace view price_index_all as from ledger_all('price_index');

-- Who reported up to when: one row a ledger and place; the village is null where the rows speak for a town or county.
create or replace view ledger_book as
select source, ledger, village, area_id, min(first_on) as first_on, cast(max(cutoff_at) - interval 1 microsecond as date) as known_to, count(*) as records
from ledger_version where known_until = timestamp '9999-12-31 23:59:59.999999'
group by source, ledger, village, area_id;

-- One row a batch: read = accepted + rejected + skipped, where a row of an unknown village counts as rejected.
create or replace view batch_result as
with unplaced as (select batch_id, sum(source_rows)::bigint as cases from case_unplaced group by batch_id)
select b.batch_id, b.file_name, b.sheet, b.source, b.mapping, b.ledger, b.data_class, b.cutoff_on, b.loaded_at, b.rows_read,
       b.rows_accepted - least(coalesce(u.cases, 0), b.rows_accepted) as rows_accepted,
       b.rows_rejected + least(coalesce(u.cases, 0), b.rows_accepted) as rows_rejected, b.rows_skipped
from import_batch b left join unplaced u using (batch_id);

-- Every reason for which a row is not on the board.
create or replace view rejection as
select batch_id, source_sheet, source_row, column_name, value, message from row_issue where severity = 'error'
union all
select batch_id, source_sheet, source_row, '村', village, problem from case_unplaced;
