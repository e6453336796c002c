-- What a row shows of its case as it stood at as_of_at: a case closed later is open again, and what came with the closing is not known yet.
       , file_name, source_sheet, source_row, batch_id, data_class, case_id, ledger, town, village, area_id,
       source_channel, appeal_kind, entry_mode, category_1, category_2, category_3, handler_unit, handled_level, merged_into,
       case when is_extended then 'extension' else original_due_basis end as due_basis,
       case when closing_at < as_of_at then closing_at end as closed_at,
       case when is_first_closing or closing_at >= as_of_at then case when is_first_closing then 'closed' else 'open' end else status end as status,
       case when closing_at < as_of_at then closing_resolved end as resolved,
       case when closing_at < as_of_at then closing_satisfaction end as satisfaction,
       case when closing_at < as_of_at then closing_outcome end as outcome,
       handed_at as dispatched_at, taken_at as signed_at, contacted_at as first_contact_at
