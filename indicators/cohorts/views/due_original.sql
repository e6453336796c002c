-- One row a case that has fallen due by the deadline it had before any extension, in the period of that deadline.
select scoped.*, original_due_at as period_at, coalesce(closing_at <= original_due_at, false) as is_on_time
from scoped
where has_closing and original_due_at < as_of_at
union all
-- without a closing time or a deadline it stands at the day received, left out by what the indicator requires
select scoped.*, received_at as period_at, false as is_on_time
from scoped
where has_closing = false or original_due_at is null
