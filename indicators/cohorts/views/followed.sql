-- One row a case from the day it was received until it was closed, left the process (sent back, withdrawn, not taken up), or the data end.
with ended as (
    select listed.*, received_at as period_at, case when is_excluded then coalesce(excluded_at, closing_at) end as left_at
    from listed
    where not is_merged and not (is_excluded and exclude_reason in ('无效', '并单', '重复登记'))),
placed as (
    select ended.*, case when is_excluded then 'left' when closing_at < as_of_at then 'closed' else 'open' end as follow_up
    from ended)
select placed.*,
       -- to a quarter of an hour, so that a curve has a bounded number of steps however many cases there are
       round(greatest(case follow_up when 'closed' then elapsed_days
                               else (epoch(case follow_up when 'left' then left_at else least(as_of_at, coalesce(unseen_at, as_of_at)) end)
                                     - epoch(received_at)) / 86400.0 end, 0), 2) as followed_days
from placed
