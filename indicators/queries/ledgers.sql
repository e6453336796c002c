-- The books that hold something of the area, by channel: up to which day they are known, and the villages unnamed in the last months.
-- As of an earlier moment nothing that came later is in them, and none is known beyond it.
with village as (
    select area_id, name from area where level = '村' and is_confirmed and not is_published and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))),
written as (
    -- whole months as they are kept counted, the month in which as_of lies case by case
    select ledger, source_channel, ledger_kind as kind, has_closing, village, area_id, least(cutoff_at, $as_of_at) as cutoff_at, first_at, last_at, cases
    from case_book where month_at < date_trunc('month', $as_of_at)
    union all
    select ledger, source_channel, ledger_kind, has_closing, village, area_id, least(cutoff_at, $as_of_at), received_at, received_at, 1
    from case_all where received_at >= date_trunc('month', $as_of_at) and received_at < $as_of_at
    union all
    select ledger, source_channel, 'summary', true, village, area_id, least(cutoff_at, $as_of_at), cast(month_on as timestamp), cast(month_on as timestamp), 1
    from summary_all where month_on < $as_of_at),
book as (
    select ledger, source_channel, kind, cast(min(first_at) as date) as first_on,
           cast(max(cutoff_at) - interval 1 microsecond as date) as known_to, cast(sum(cases) as bigint) as cases,
           cast(coalesce(sum(cases) filter (where not has_closing), 0) as bigint) as without_closing,
           list(distinct village) filter (where last_at >= cutoff_at - to_months($months)) as named
    from written where $area is null or area_id = $area or starts_with(area_id, $area || '/')
    group by all)
select b.ledger, b.source_channel, b.kind, b.first_on, b.known_to, b.cases, b.without_closing,
       (select list(v.name order by v.name) from village v where not list_contains(coalesce(b.named, []), v.area_id)) as silent
from book b
order by b.known_to, b.ledger, b.source_channel
