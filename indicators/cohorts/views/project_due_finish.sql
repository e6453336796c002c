-- One row a project that should have been finished, in the period of that day; not yet due is in no period. Its delay runs until it was
-- finished, or until the last day known while it is not.
with placed as (
    select scoped.*, finish_due_at as period_at
    from scoped
    where finish_due_at < as_of_at
    union all
    select scoped.*, received_at as period_at
    from scoped
    where finish_due_at is null)
select placed.*, coalesce(finished_on <= planned_finish_on, false) as is_on_time,
       greatest(coalesce(finished_on, cast(as_of_at - interval 1 microsecond as date)) - planned_finish_on, 0) as delay_days,
       coalesce(delay_days > 0, false) as is_late
from placed
