-- One row a case that has fallen due, in the period of its effective deadline; not yet due is in no period.
select scoped.*, effective_due_at as period_at,
       coalesce(closing_at < as_of_at, false) as is_closed,
       coalesce(closing_at <= effective_due_at, false) as is_on_time
from scoped
where has_closing and effective_due_at < as_of_at
union all
-- Without a closing time the platform's own word stands in, by the day received; without a deadline the same place, left out by has_deadline.
select scoped.*, received_at as period_at, false as is_closed, is_on_time_reported as is_on_time
from scoped
where not has_closing or effective_due_at is null
