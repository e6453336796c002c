-- One row a report, in the period in which it ends.
select scoped.*, received_at as period_at, area_id in (select area_id from area where level = '村' and residents > 0) as has_residents
from scoped
