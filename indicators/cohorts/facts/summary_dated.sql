-- Each monthly total as its last export gives it.
select *, cast(month_on as timestamp) as received_at, least(cutoff_at, $as_of_at) as as_of_at
from summary_all
where {where}
