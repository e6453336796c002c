-- One row a case registered, those merged into another channel's too, in the period in which it was received.
select listed.*, received_at as period_at
from listed
where not is_excluded
