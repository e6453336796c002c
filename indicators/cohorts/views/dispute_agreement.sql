-- One row an agreement whose time to be carried out has run out, in the period in which it did.
select scoped.*, perform_due_at as period_at
from scoped
where has_closing and closing_at < as_of_at and closing_outcome = '成功' and perform_due_at < as_of_at
union all
select scoped.*, received_at as period_at
from scoped
where has_performance = false
