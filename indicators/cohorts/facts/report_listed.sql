-- The rows in the scope. period_number counts the periods in steps of $months, so that the last row of each thing in a period can be told.
-- is_whole: the row begins in the period in which it ends; a year's row is not whole in a month, nor in a range that begins within the year.
select *, false as is_excluded, false as is_merged,
       (extract(year from received_at) * 12 + extract(month from received_at) - 1) // $months as period_number,
       coalesce(begins_at >= greatest($start_at, timestamp '0001-01-01' + to_months(cast(period_number * $months - 12 as integer))), true) as is_whole
from dated
where received_at < as_of_at
