-- One row an activity, a matter or a period's total, in the period in which it was or which ends. A single matter can be judged by its time alone.
with told as (
    select scoped.*, received_at as period_at,
           due_on is not null or not (done_on is not null or (held_on is not null and item_count is null)) as is_dated
    from scoped)
select told.*, is_dated or kind <> '办实事' as has_promise_due, is_dated or kind <> '网格事件' as has_event_due,
       is_dated or kind <> '隐患整改' as has_hazard_due
from told
