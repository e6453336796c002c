-- The ledgers behind an area, a row each: contract, book, what it is cut by (channel) with the records of each, records in all, the oldest day
-- that any of them is known up to, and its files, the newest first. Published facts stand alone: they are no source of any figure of a town.
with case_part as (
    select case ledger_kind when 'dispute' then 'dispute' else 'appeal' end as source, ledger, source_channel as channel,
           cast(sum(cases) as bigint) as records, cast(max(cutoff_at) - interval 1 microsecond as date) as known_to
    from case_book where $area is null or area_id = $area or starts_with(area_id, $area || '/')
    group by all),
other_part as (
    select 'appeal_stat' as source, ledger, cast(null as varchar) as channel, count(*) as records, cast(max(cutoff_at) - interval 1 microsecond as date) as known_to
    from summary_all where $area is null or area_id = $area or starts_with(area_id, $area || '/')
    group by all
    union all
    select source, ledger, cast(null as varchar), cast(sum(records) as bigint), max(known_to)
    from ledger_book
    where ($area is null or area_id = $area or starts_with(area_id, $area || '/'))
      and (source <> 'fact' or $area is not null or not exists (select 1 from area where level = '村' and not is_published))
    group by all
    union all
    select source, ledger, cast(null as varchar), cast(sum(records) as bigint), max(cutoff_on)
    from import_batch where source = 'area' and $area is null
    group by all),
part as (from case_part union all from other_part),
file as (
    select source, ledger, list(file_name order by newest desc, file_name) as files
    from (select source, ledger, file_name, max(cutoff_on) as newest from import_batch group by all)
    group by all)
select p.source, p.ledger, list(p.channel order by p.records desc) filter (where p.channel is not null) as channels,
       list(p.records order by p.records desc) filter (where p.channel is not null) as channel_records,
       cast(sum(p.records) as bigint) as records, min(p.known_to) as known_to, coalesce(any_value(f.files), []) as files
from part p left join file f on f.source = p.source and f.ledger = p.ledger
group by p.source, p.ledger
order by min(case p.source when 'appeal' then 0 when 'dispute' then 1 when 'appeal_stat' then 2 else 3 end), p.source, p.ledger
