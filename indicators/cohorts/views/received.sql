-- One row a case or total, in the period in which it was received.
select scoped.*, received_at as period_at
from scoped
