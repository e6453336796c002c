-- One row a project and period end at which it should have been finished and was not; the last period ends where the data or the range ends.
-- Periods are counted in steps of $months, as in open.sql.
with bounded as (
    select scoped.*, least(as_of_at, $end_at) as until_at, cast(finished_on as timestamp) as ended_at,
           (extract(year from finish_due_at) * 12 + extract(month from finish_due_at) - 1) // $months as due_period,
           (extract(year from until_at - interval 1 microsecond) * 12 + extract(month from until_at - interval 1 microsecond) - 1) // $months as last_period
    from scoped
    where finish_due_at < least(as_of_at, $end_at) and has_finish_date and (finished_on is null or finished_on > planned_finish_on)),
spanned as (
    select bounded.*, unnest(range(greatest(due_period, (extract(year from $start_at) * 12 + extract(month from $start_at) - 1) // $months),
                                   last_period + 1)) as overdue_period
    from bounded),
placed as (
    select spanned.*, least(timestamp '0001-01-01' + to_months(cast((overdue_period + 1) * $months - 12 as integer)), until_at) as moment_at
    from spanned)
select placed.*, moment_at - interval 1 microsecond as period_at,
       cast(moment_at - interval 1 microsecond as date) - planned_finish_on as overdue_days
from placed
where finish_due_at < moment_at and coalesce(ended_at >= moment_at, true)
