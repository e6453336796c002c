-- Every live batch, the last loaded first: where it came from, what became of its rows, what it changed, what was wrong.
with wrong as (
    select batch_id, count(*) filter (where severity = 'error') as errors, count(*) filter (where severity = 'warn') as warnings from row_issue group by batch_id),
unplaced as (select batch_id, count(*) as cases from case_unplaced group by batch_id)
select b.batch_id, b.file_name, b.file_sha256, b.sheet, b.source, b.mapping, b.ledger, b.data_class, b.cutoff_on, b.cutoff_basis, b.loaded_at,
       r.rows_read, r.rows_accepted, r.rows_rejected, r.rows_skipped, b.skipped, b.new_rows, b.changed_rows, b.unchanged_rows,
       coalesce(w.errors, 0) + coalesce(u.cases, 0) as errors, coalesce(w.warnings, 0) as warnings, b.dropped_columns, b.unknown_columns, b.control_totals
from import_batch b join batch_result r using (batch_id) left join wrong w using (batch_id) left join unplaced u using (batch_id)
order by b.loaded_at desc, b.file_name, b.sheet, b.batch_id
