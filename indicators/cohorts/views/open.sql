-- One row a case and period end at which it was open; the last period ends where the data or the range ends.
-- Periods are counted in steps of $months since the year 0, so that one text serves month, quarter, year and the whole range as one.
-- A case without a closing time stands once, in the period in which it was received, left out by has_closing.
with bounded as not materialized (
    select scoped.*, least(as_of_at, $end_at) as until_at,
           (extract(year from received_at) * 12 + extract(month from received_at) - 1) // $months as received_period
    from scoped
    where received_at < $end_at),
spanned as (
    -- still open where the data or the range ends; the branches stand apart so that a scan skips what it need not read
    select bounded.*, (extract(year from until_at - interval 1 microsecond) * 12
                       + extract(month from until_at - interval 1 microsecond) - 1) // $months + 1 as stop_period
    from bounded
    where has_closing and closing_at is null and until_at > $start_at
    union all
    select bounded.*, (extract(year from until_at - interval 1 microsecond) * 12
                       + extract(month from until_at - interval 1 microsecond) - 1) // $months + 1 as stop_period
    from bounded
    where has_closing and closing_at >= $start_at and closing_at >= until_at and until_at > $start_at
    union all
    -- closed since, but open at a period end before; not where the whole range is one period, nor within one month
    select bounded.*, (extract(year from closing_at) * 12 + extract(month from closing_at) - 1) // $months as stop_period
    from bounded
    where has_closing and closing_at >= $start_at and closing_at < until_at and $months <= 12 and received_at < date_trunc('month', closing_at)
    union all
    select bounded.*, received_period + 1 as stop_period
    from bounded
    where has_closing = false and received_at >= $start_at),
listed as (
    select spanned.*,
           unnest(range(greatest(received_period, (extract(year from $start_at) * 12 + extract(month from $start_at) - 1) // $months),
                        stop_period)) as period_number
    from spanned
    where received_period < stop_period),
placed as (
    select listed.*, least(timestamp '0001-01-01' + to_months(cast((period_number + 1) * $months - 12 as integer)), until_at) as moment_at
    from listed),
aged as (
    select placed.*, moment_at - interval 1 microsecond as period_at,
           cast(moment_at - interval 1 microsecond as date) - cast(received_at as date) as age_days
    from placed),
counted as (
    -- working days are the difference of two running counts
    select aged.*, coalesce(effective_due_at < moment_at, false) and not is_unseen as is_overdue,
           due_day.working_ordinal - last_day.working_ordinal as working_days_left
    from aged
    left join calendar_day last_day on last_day.day = cast(moment_at - interval 1 microsecond as date)
    left join calendar_day due_day on due_day.day = cast(effective_due_at as date))
select counted.*, not is_unseen as is_backlog,
       case when is_overdue then cast(period_at as date) - cast(effective_due_at as date) end as overdue_days,
       case when is_overdue then -working_days_left end as overdue_working_days,
       not is_unseen and coalesce(effective_due_at >= moment_at and working_days_left <= (
           select max(amount) from deadline_rule d where d.measure = 'due_soon' and d.is_in_force and d.ledger_kind = counted.ledger_kind), false) as is_due_soon,
       case when age_days <= 5 then '0–5天' when age_days <= 15 then '6–15天' when age_days <= 30 then '16–30天'
            when age_days <= 60 then '31–60天' else '60天以上' end as age_band
from counted
