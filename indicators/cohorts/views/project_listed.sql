-- One row a project, in the period in which it was to begin.
select scoped.*, received_at as period_at
from scoped
