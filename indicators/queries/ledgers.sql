-- The books that hold something of the area, by channel: up to which day they are known, and the villages unnamed in the last months.
-- As of an earlier moment nothing that came later is in them, and none is known beyond it.
with village as (
    select area_id, name from area where level = '村' and is_confirmed and not is_published and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))),
written as (
    select ledger, source_channel, ledger_kind as kind, received_at, least(cutoff_at, $as_of_at) as cutoff_at, has_closing, village, area_id from case_all
    union all
    select ledger, source_channel, 'summary', cast(month_on as timestamp), least(cutoff_at, $as_of_at), true, village, area_id from summary_all),
-- few rows a village, because a list of what is distinct in millions is dear
spoken as (
    select ledger, source_channel, kind, village, cutoff_at, min(received_at) as first_at, max(received_at) as last_at,
           count(*) as cases, count(*) filter (where not has_closing) as without_closing
    from written where received_at < $as_of_at and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))
    group by all),
book as (
    select ledger, source_channel, kind, cast(min(first_at) as date) as first_on,
           cast(max(cutoff_at) - interval 1 microsecond as date) as known_to, cast(sum(cases) as bigint) as cases,
           cast(sum(without_closing) as bigint) as without_closing,
           list(distinct village) filter (where last_at >= cutoff_at - to_months($months)) as named
    from spoken
    group by all)
select b.ledger, b.source_channel, b.kind, b.first_on, b.known_to, b.cases, b.without_closing,
       (select list(v.name order by v.name) from village v where not list_contains(coalesce(b.named, []), v.area_id)) as silent
from book b
order by b.known_to, b.ledger, b.source_channel
