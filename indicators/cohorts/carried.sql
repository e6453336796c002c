-- What a row shows of its case as it stood at as_of_at: a case closed later is open again, and what came with the closing is not known yet.
       file_name, source_sheet, source_row, batch_id, data_class, case_id, ledger, town, village, area_id,
       source_channel, appeal_kind, category_1, category_2, category_3, handler_unit, due_basis,
       case when closed_at < as_of_at then closed_at end as closed_at,
       case when closed_at is null or closed_at < as_of_at then status else 'open' end as status,
       case when closed_at is null or closed_at < as_of_at then resolved end as resolved,
       case when closed_at is null or closed_at < as_of_at then satisfaction end as satisfaction,
