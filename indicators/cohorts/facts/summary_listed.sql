-- The monthly totals in the scope.
select received_at, as_of_at, received_count, due_count, closed_count, on_time_count, assessed_count, resolved_count, revisited_count,
       evaluated_count, satisfied_count, dissatisfied_count,
       revisited_count - dissatisfied_count as not_dissatisfied_count, redone_count, extended_count, open_count, overdue_open_count,
       false as is_excluded, false as is_merged
       {carried}
from dated
where received_at < as_of_at
