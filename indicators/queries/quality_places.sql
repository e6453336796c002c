select area_id, cast(count(*) filter (where is_flagged) as bigint) as flagged, cast(count(*) as bigint) as size, sum(expected) as expected
from {check} group by all order by flagged desc, area_id
