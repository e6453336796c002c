-- How many cases came in, by weekday and hour
select isodow(received_at) - 1 as weekday, case when not received_is_day then hour(received_at) end as hour_of_day, count(*)
from cohort group by all order by all
