select * from {check}
where is_flagged and ($group is null or concat_ws('/', ledger, source_channel) = $group) order by file_name, source_sheet, source_row
