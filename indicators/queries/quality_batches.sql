-- Every live batch that is not of published facts: which ledger, up to which day it speaks, when it was loaded.
select batch_id, file_name, sheet, source, cutoff_on, cast(loaded_at as date) as loaded_on, rows_accepted from batch_result
where data_class <> 'published' order by cutoff_on, file_name, sheet
