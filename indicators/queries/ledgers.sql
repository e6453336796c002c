-- The books that hold something of the area, by channel: up to which day they are known, and the villages unnamed in the last months
with village as (
    select area_id, name from area where level = '村' and is_confirmed and not is_published and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))),
entry as (
    select ledger, source_channel, ledger_kind as kind, received_at, cutoff_at, has_closing, village, area_id from case_all
    union all
    select ledger, source_channel, 'summary', cast(month_on as timestamp), cutoff_at, true, village, area_id from summary_all),
book as (
    select ledger, source_channel, kind, cast(min(received_at) as date) as first_on,
           cast(max(cutoff_at) - interval 1 microsecond as date) as known_to, count(*) as cases,
           count(*) filter (where not has_closing) as without_closing,
           list(distinct village) filter (where received_at >= cutoff_at - to_months($months)) as named
    from entry where $area is null or area_id = $area or starts_with(area_id, $area || '/')
    group by all)
select b.ledger, b.source_channel, b.kind, b.first_on, b.known_to, b.cases, b.without_closing,
       (select list(v.name order by v.name) from village v where not list_contains(coalesce(b.named, []), v.area_id)) as silent
from book b
order by b.known_to, b.ledger, b.source_channel
