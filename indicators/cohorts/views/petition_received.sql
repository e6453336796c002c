-- One row a petition received; judged once the petitioner was told or the time for it has passed.
with limited as (
    select scoped.*, received_at as period_at,
           cast(received_at as date) + (select max(amount) from deadline_rule where measure = 'notify' and is_in_force and unit = 'calendar')
           + interval 1 day - interval 1 microsecond as notify_due_at
    from scoped)
select limited.*, coalesce(told_at is not null or notify_due_at < as_of_at, false) as is_notice_judged,
       coalesce(told_at <= notify_due_at, false) as is_told_on_time
from limited
