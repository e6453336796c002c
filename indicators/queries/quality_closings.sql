-- The cases closed in a range, those that count, in the version known now: by ledger and channel, with what each check asks of them.
with closing as (
    select c.file_name, c.source_sheet, c.source_row, c.batch_id, c.ledger_kind as source, c.case_id, c.village, c.source_channel, c.appeal_kind, c.ledger, c.handler_unit,
           c.received_at, c.closed_at, c.received_is_day, coalesce(r.closed_is_day, true) as closed_is_day, c.cutoff_at
    from case_all c join case_record r using (batch_id, source_row)
    where c.closed_at >= $start_at and c.closed_at < $end_at and c.exclude_reason is null and c.data_class <> 'published'
          and ($area is null or c.area_id = $area or starts_with(c.area_id, $area || '/'))),
-- the working days of a month, counted from its end
working as (
    select day, is_covered, row_number() over (partition by date_trunc('month', day) order by day desc) as from_end,
           count(*) over (partition by date_trunc('month', day)) as days_in_month
    from calendar_day where is_working_day),
month_end as (
    select closing.*, from_end <= $last_days as is_flagged, $last_days / days_in_month as expected
    from closing join working on working.day = cast(closed_at as date)
    where date_trunc('month', closed_at) + interval 1 month <= cutoff_at),
within_minutes as (
    select closing.*, closed_at - received_at <= to_minutes($minutes) as is_flagged, 0.0 as expected
    from closing
    where not received_is_day and not closed_is_day and closed_at >= received_at
          and (appeal_kind is null or appeal_kind not in ('咨询', '建议', '表扬', '感谢'))),
-- closed on the days of which the minutes are not known
only_days as (
    select closing.*, received_is_day or closed_is_day as is_flagged, 0.0 as expected
    from closing where appeal_kind is null or appeal_kind not in ('咨询', '建议', '表扬', '感谢'))
{wanted}
