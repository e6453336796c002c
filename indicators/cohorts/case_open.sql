-- One row a case and period end at which it was open; the last period ends where the data or the range ends.
-- A period is counted in steps of $months since the year 0, so one text serves month, quarter, year and the whole range.
-- A case without a closing time stands once, in the period in which it was received, left out by has_closing.
with bounded as (
    select scoped.*, least(as_of_at, coalesce(cast($end_at as timestamp), as_of_at)) as until_at
    from scoped),
spanned as (
    select bounded.*,
           (extract(year from received_at) * 12 + extract(month from received_at) - 1) // $months as received_period,
           case when not has_closing then (extract(year from received_at) * 12 + extract(month from received_at) - 1) // $months + 1
                when closed_at < until_at then (extract(year from closed_at) * 12 + extract(month from closed_at) - 1) // $months
                else (extract(year from until_at - interval 1 microsecond) * 12
                      + extract(month from until_at - interval 1 microsecond) - 1) // $months + 1 end as stop_period
    from bounded
    where received_at < until_at
      and until_at > coalesce(cast($start_at as timestamp), timestamp '0001-01-01')
      and case when has_closing then coalesce(closed_at, until_at) else received_at end >= coalesce(cast($start_at as timestamp), timestamp '0001-01-01')),
listed as (
    select spanned.*,
           unnest(range(greatest(received_period,
                                 coalesce((extract(year from cast($start_at as timestamp)) * 12
                                           + extract(month from cast($start_at as timestamp)) - 1) // $months, 0)),
                        stop_period)) as period_number
    from spanned
    where received_period < stop_period),
placed as (
    select listed.*, least(timestamp '0001-01-01' + to_months(cast((period_number + 1) * $months - 12 as integer)), until_at) as moment_at
    from listed),
aged as (
    select placed.*, moment_at - interval 1 microsecond as period_at,
           cast(moment_at - interval 1 microsecond as date) - cast(received_at as date) as age_days
    from placed)
select aged.*, not is_unseen as is_backlog,
       not is_unseen and coalesce(effective_due_at < moment_at, false) as is_overdue,
       case when age_days <= 5 then '0–5天' when age_days <= 15 then '6–15天' when age_days <= 30 then '16–30天'
            when age_days <= 60 then '31–60天' else '60天以上' end as age_band
from aged
