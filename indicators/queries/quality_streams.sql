-- The cases of each ledger and channel by place and month, and up to which moment they are known there.
select ledger_kind as source, ledger, source_channel, village, cast(month_at as date) as month_on, cast(sum(cases) as bigint) as rows, max(cutoff_at) as cutoff_at
from case_book
where $area is null or area_id = $area or starts_with(area_id, $area || '/')
group by all
