-- All that indicators, pages and documents may read of the facts, one view a grain.

-- One row a case, in its current version, with the file it came from.
create or replace view case_all as from case_current;

-- One row a batch: read = accepted + rejected + skipped, where a case of an unknown village counts as rejected.
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
