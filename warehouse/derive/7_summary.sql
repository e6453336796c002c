-- Monthly totals as reported, the latest word on each place and month
create or replace table summary_current as
with ranked as (
    select r.*, o.file_name, o.cutoff_at, p.village_id,
           row_number() over (partition by r.ledger, r.month_on, p.village_id, r.source_channel order by o.recency, r.source_row desc) as place
    from appeal_stat_record r
    join batch_order o using (batch_id)
    join place p on p.county is null and p.town is not distinct from r.town and p.village is not distinct from r.village and p.grid is null
    where p.village_id is not null),
newest as (select ledger, village_id, max(cutoff_at) as cutoff_at from ranked group by all)
select k.* exclude (place, cutoff_at, village, town, village_id, key_hash, content_hash), n.cutoff_at, k.village_id as village, k.village_id as area_id,
       above(k.village_id) as town
from ranked k join newest n on n.ledger = k.ledger and n.village_id = k.village_id
where k.place = 1
order by k.village_id, k.month_on;
