-- One row a case that has fallen due, in the period of its effective deadline; not yet due is in no period.
-- Without a closing time the platform's own word stands in, by the day received; without a deadline the same place, left out by has_deadline.
select scoped.*,
       case when has_closing then coalesce(effective_due_at, received_at) else received_at end as period_at,
       closed_at is not null as is_closed,
       case when has_closing then coalesce(closed_at <= effective_due_at, false) else is_on_time_reported end as is_on_time
from scoped
where not has_closing or effective_due_at is null or effective_due_at < as_of_at
