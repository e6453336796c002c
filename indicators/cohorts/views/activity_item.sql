-- One row a matter whose time to be done has run out, in the period in which it did, or a period's total of such; a matter not yet due is in no
-- period. A single matter without a time stands at its day, left out by has_…_due. A longer total of the same book has those within it.
with told as (
    select scoped.*, due_on is not null or done_on is not null
               or (held_on is not null and item_count is null and kind in ('办实事', '网格事件', '隐患整改')) as is_single,
           coalesce(branch, case when min(branch) over place = max(branch) over place then min(branch) over place end) as unit
    from scoped
    window place as (partition by area_id)),
placed as (
    select told.*, case when is_single then coalesce(date_trunc('day', due_on), received_at) else begins_at end as spot_from,
           case when is_single then coalesce(date_trunc('day', due_on), received_at) else received_at end as period_at,
           not is_single or due_on is not null or kind <> '办实事' as has_promise_due,
           not is_single or due_on is not null or kind <> '网格事件' as has_event_due,
           not is_single or due_on is not null or kind <> '隐患整改' as has_hazard_due
    from told
    where case when not is_single then is_whole when due_on is not null then date_trunc('day', due_on) + interval 1 day <= as_of_at else true end),
ranged as (
    select placed.*, case when is_single then cast(period_at as date) else period_end_on end as ends_on
    from placed
    where period_at >= $start_at and period_at < $end_at),
told_once as (
    select *
    from ranged
    qualify not coalesce(max(case when not is_single then period_at end) over (
        partition by area_id, ledger, unit, kind order by spot_from, ends_on desc
        range between unbounded preceding and current row exclude group) >= period_at, false)),
counted as (
    select told_once.* replace (
               case when is_single then coalesce(item_count, 1) else item_count end as item_count,
               case when is_single and done_on < as_of_at then coalesce(item_count, 1) when is_single and done_on is not null then 0
                    when is_single then coalesce(done_count, 0) else done_count end as done_count,
               case when not is_single then on_time_count
                    when done_on is null and coalesce(done_count, 0) = 0 then 0
                    when done_on is null then on_time_count
                    when done_on < as_of_at and done_on < date_trunc('day', due_on) + interval 1 day then coalesce(item_count, 1)
                    else 0 end as on_time_count),
           village is null and unit is null and exists (
               select 1 from told_once v
               where v.kind = told_once.kind and v.period_number = told_once.period_number
                 and starts_with(v.area_id, told_once.area_id || '/')) as is_total_above
    from told_once)
select counted.*, not is_total_above as is_counted, item_count - done_count as undone_count
from counted
