select source, part, area_id, begins_on, ends_on, cast(count(*) filter (where is_current) as bigint) as rows, min(loaded_at) as first_loaded_at
from told where area_id is not null
group by all
