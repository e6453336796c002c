-- One row a case or total, in the period in which it was received; those that count in nothing too, told apart by is_counted.
select listed.*, received_at as period_at
from listed
