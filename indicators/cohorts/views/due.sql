-- One row a case that has fallen due, in the period of its effective deadline; not yet due is in no period.
-- The branches stand apart, and ask has_closing = false rather than not has_closing, so that a scan skips what it need not read.
select scoped.*, effective_due_at as period_at,
       coalesce(closing_at < as_of_at, false) as is_closed,
       coalesce(closing_at <= effective_due_at, false) as is_on_time
from scoped
where has_closing and effective_due_at < as_of_at
union all
-- without a closing time the platform's own word stands in, by the day received
select scoped.*, received_at as period_at, false as is_closed, is_on_time_reported as is_on_time
from scoped
where has_closing = false
union all
-- without a deadline a case stands at the day received, left out by has_deadline; the middle condition follows from the last, and lets a scan skip
select scoped.*, received_at as period_at, false as is_closed, false as is_on_time
from scoped
where has_closing and original_due_at is null and effective_due_at is null
