-- The cases whose deadline before any extension fell in a range and has passed: closed after it, but within the extended one.
with overrun as (
    select file_name, source_sheet, source_row, batch_id, ledger_kind as source, case_id, village, source_channel, ledger, handler_unit, received_at, original_due_at,
           extended_due_at as effective_due_at, ext_approved_at, closed_at,
           extended_due_at > original_due_at and closed_at > original_due_at and closed_at <= extended_due_at as is_saved,
           extended_due_at > original_due_at and ext_approved_at > original_due_at as is_approved_after
    from case_all
    where original_due_at >= $start_at and original_due_at < $end_at and original_due_at < cutoff_at and has_closing and has_extension
          and exclude_reason is null and data_class <> 'published' and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))),
extension as (select *, coalesce(is_saved, false) as is_flagged, 0.0 as expected from overrun),
approved_after as (select *, coalesce(is_approved_after, false) as is_flagged, 0.0 as expected from overrun where effective_due_at > original_due_at and ext_approved_at is not null)
{wanted}
