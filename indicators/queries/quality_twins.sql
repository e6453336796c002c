-- The cases that came so few days after one of another channel, of the same village and the same category down to the finest that both have;
-- beside them, as what coincidence gives, those that would have come so had the other channel's cases lain a shift earlier or later. Matters
-- that the files themselves number alike are left out: the board has put these together already.
with candidate as (
    select file_name, source_sheet, source_row, batch_id, ledger_kind as source, case_id, village, source_channel, ledger, category_1, category_2, category_3, matter,
           received_at, cast(received_at as date) as received_on, concat_ws('/', ledger, source_channel) as stream
    from case_all
    where ledger_kind = 'appeal' and exclude_reason is null and data_class <> 'published' and village is not null and not ends_with(village, '未分村')
          and category_1 is not null and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))
          and received_at >= $start_at - to_days($shift_days + $days) and received_at < $end_at + to_days($shift_days)),
counted as (
    -- the shifted windows of what comes too early or too late lie outside of what is known
    select c.* from candidate c cross join (select min(received_on) as first_on, max(received_on) as last_on from candidate)
    where received_at >= $start_at and received_at < $end_at and received_on >= first_on + $shift_days + $days and received_on <= last_on - $shift_days),
-- each day on which a later case of another channel would be near it, as it lies and with the shift
reach as (
    select e.*, shift.days as shift_days, e.received_on + cast(shift.days + step.days as integer) as reached_on
    from candidate e cross join (values (0), ($shift_days), (-$shift_days)) as shift(days) cross join range(0, $days + 1) as step(days)),
pair as (
    select l.batch_id, l.source_row, e.case_id as other_case_id, e.source_channel as other_channel, e.received_at as other_received_at, e.shift_days
    from counted l join reach e
      on e.village = l.village and e.category_1 = l.category_1 and e.reached_on = l.received_on and e.stream <> l.stream
     and coalesce(e.category_2 = l.category_2, true) and coalesce(e.category_3 = l.category_3, true) and coalesce(e.matter <> l.matter, true)
     and (e.received_at + to_days(e.shift_days), e.stream, e.case_id) < (l.received_at, l.stream, l.case_id)),
twin as (
    select batch_id, source_row, bool_or(shift_days = 0) as is_near, bool_or(shift_days > 0)::int + bool_or(shift_days < 0)::int as shifted,
           max({'received_at': other_received_at, 'case_id': other_case_id, 'channel': other_channel}) filter (where shift_days = 0) as other
    from pair group by all),
two_channels as (
    select c.* exclude (matter, received_on, stream), coalesce(t.is_near, false) as is_flagged, coalesce(t.shifted, 0) / 2.0 as expected,
           t.other.channel as other_channel, t.other.case_id as other_case_id, t.other.received_at as other_received_at
    from counted c left join twin t using (batch_id, source_row))
{wanted}
