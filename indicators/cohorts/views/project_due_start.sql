-- One row a project that should have been started, in the period of that day; not yet due is in no period.
select scoped.*, start_due_at as period_at
from scoped
where start_due_at < as_of_at
union all
-- without a planned start it stands at the day the ledger gives, left out by has_planned_start
select scoped.*, received_at as period_at
from scoped
where start_due_at is null
