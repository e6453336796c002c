-- One row a dispute registered, in the period of its registration; begun where mediation has started, or was concluded without saying when it started.
select scoped.*, received_at as period_at, begun_at is not null or coalesce(closing_at < as_of_at, false) as is_handled,
       dispute_type is not null as has_type
from scoped
