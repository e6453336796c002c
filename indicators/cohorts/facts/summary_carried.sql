       , file_name, source_sheet, source_row, batch_id, data_class, ledger, month_on, town, village, area_id, source_channel
