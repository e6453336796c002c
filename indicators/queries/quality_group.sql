select source, ledger, source_channel, cast(count(*) filter (where is_flagged) as bigint) as flagged, cast(count(*) as bigint) as size, sum(expected) as expected
from {check} group by all order by all
