-- What was wrong in one batch, as the sheet has it: errors and warnings on cells, and rows whose village the area ledger does not know.
select source_sheet, source_row, column_name, value, message, severity from row_issue where batch_id = $batch_id
union all
select source_sheet, source_row, '村', village, problem, 'error' from case_unplaced where batch_id = $batch_id
order by source_row, column_name limit $most
