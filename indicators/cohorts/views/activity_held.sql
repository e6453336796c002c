-- One row an activity or a period's total of them; each number is blank where a longer report of the same book has it in it. A row without a
-- branch is the village's only branch's.
with named as (
    select scoped.* replace (
               coalesce(branch, case when min(branch) over place = max(branch) over place then min(branch) over place end) as branch,
               coalesce(held_count, case when held_on is not null then 1 end) as held_count, coalesce(person_times, present_persons) as person_times),
           received_at as period_at, coalesce(cast(held_on as date), period_end_on) as ends_on
    from scoped
    window place as (partition by area_id)),
ranged as (
    select * from named where is_whole and received_at >= $start_at and received_at < $end_at),
told_once as (
    select ranged.* exclude (planned_count, held_count, due_persons, person_times, hours, topic_count, item_count,
                             done_count, on_time_count, returned_count, missing_count),
           case when coalesce(max(case when columns(['planned_count', 'held_count', 'due_persons', 'person_times', 'hours', 'topic_count',
                                                     'item_count', 'done_count', 'on_time_count', 'returned_count', 'missing_count']) is not null
                                       then received_at end) over longer < received_at, true)
                then columns(['planned_count', 'held_count', 'due_persons', 'person_times', 'hours', 'topic_count',
                              'item_count', 'done_count', 'on_time_count', 'returned_count', 'missing_count']) end,
           village is null and branch is null and exists (
               select 1 from ranged v
               where v.kind = ranged.kind and v.period_number = ranged.period_number and starts_with(v.area_id, ranged.area_id || '/')) as is_total_above
    from ranged
    window longer as (partition by area_id, ledger, branch, kind order by begins_at, ends_on desc
                      range between unbounded preceding and current row exclude group))
select told_once.*, not is_total_above as is_counted, coalesce(held_count, planned_count - missing_count) as returns_count
from told_once
