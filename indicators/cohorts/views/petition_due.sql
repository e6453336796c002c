-- One row a petition whose time by the regulation has run out, whatever deadline the file gives; an approved extension adds to it once.
with allowed as (
    select max(amount) filter (where measure = 'close') as close_days, max(amount) filter (where measure = 'extend_max') as extend_days
    from deadline_rule
    where is_in_force and ledger_kind = 'appeal' and source_channel = '信访转办' and unit = 'calendar'),
limited as (
    select scoped.*, cast(received_at as date) + close_days + case when is_extended then coalesce(extend_days, 0) else 0 end
                     + interval 1 day - interval 1 microsecond as lawful_due_at
    from scoped cross join allowed)
select limited.*, lawful_due_at as period_at, coalesce(closing_at <= lawful_due_at, false) as is_on_time
from limited
where has_closing and lawful_due_at < as_of_at
union all
select limited.*, received_at as period_at, false as is_on_time
from limited
where has_closing = false
