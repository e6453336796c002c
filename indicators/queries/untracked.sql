-- Of the cases received in a period, those that no stock can hold: nobody says whether they were closed, or they were not seen again
select {period} as period, count(*) filter (where not has_closing), count(*) filter (where has_closing and is_unseen)
from cohort group by all
