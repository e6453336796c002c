-- All that indicators, pages and documents may read of the facts, one view a grain.

-- One row a version of a case, with what is known of its matter in other channels.
create or replace view case_history as
select v.*, m.merged_into, m.merged_until, coalesce(m.is_matter_repeat, false) as is_matter_repeat, m.again_at
from case_version v left join case_matter m using (ledger, case_id);

-- One row a case, in its current version, with the file it came from.
create or replace view case_all as
select * replace (coalesce(exclude_reason, case when merged_until = timestamp '9999-12-31 23:59:59.999999' then '并单' end) as exclude_reason),
       coalesce(extended_due_at, original_due_at) as effective_due_at,
       case when extended_due_at is not null then 'extension' else original_due_basis end as due_basis
from case_history where known_until = timestamp '9999-12-31 23:59:59.999999';

-- One row a place, month and channel of the ledgers that only hold totals.
create or replace view summary_all as from summary_current;

-- One row a batch: read = accepted + rejected + skipped, where a row of an unknown village counts as rejected.
create or replace view batch_result as
with unplaced as (select batch_id, count(*) as cases from case_unplaced group by batch_id)
select b.batch_id, b.file_name, b.sheet, b.source, b.mapping, b.ledger, b.data_class, b.cutoff_on, b.loaded_at, b.rows_read,
       b.rows_accepted - coalesce(u.cases, 0) as rows_accepted, b.rows_rejected + coalesce(u.cases, 0) as rows_rejected, b.rows_skipped
from import_batch b left join unplaced u using (batch_id);

-- Every reason for which a row is not on the board.
create or replace view rejection as
select batch_id, source_sheet, source_row, column_name, value, message from row_issue where severity = 'error'
union all
select batch_id, source_sheet, source_row, '村', village, problem from case_unplaced;
