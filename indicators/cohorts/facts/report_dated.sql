-- Each row of a domain in the version that held at as_of_at: the moment asked for, or the cut-off of its own file if earlier. received_at is
-- the day on which what the row speaks of ended, or the last day its file is known for if that is earlier; begins_at is when it began. What
-- begins after its file ends waits.
select *, least(cutoff_at, $as_of_at) as as_of_at, cast({begins} as timestamp) as begins_at,
       cast(case when {begins} >= cutoff_at then {ends}
                 else least({ends}, cast(cutoff_at - interval 1 microsecond as date)) end as timestamp) as received_at
from {source}
where known_from <= $as_of_at and $as_of_at < known_until and {where}
