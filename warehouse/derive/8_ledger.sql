-- Which row of a ledger holds when, and where

-- One row a record that is gone by at some time: until a later export of the same ledger says something of the same thing at the same place.
create or replace table ledger_version as
with placed as (
    select r.*, p.area_id, o.file_name, o.cutoff_at, coalesce(o.cutoff_at, long_ago()) as version_at, o.recency
    from ledger_row r
    join batch_order o using (batch_id)
    join ledger_place p on names_place(r, p)
    where p.area_id is not null
    qualify row_number() over (
        partition by r.source, r.ledger, p.area_id, r.subject_hash, version_at order by o.recency, r.source_row desc, r.source_part desc) = 1)
select p.batch_id, p.source_row, p.source_part, p.file_name, p.area_id,
       case when a.level in ('村', '未分村') then p.area_id end as village,
       case when a.level = '镇' then p.area_id when a.level in ('村', '未分村') then a.parent_id end as town,
       p.cutoff_at,
       case when lag(p.version_at) over same_thing is null then long_ago() else p.version_at end as known_from,
       coalesce(lead(p.version_at) over same_thing, ever()) as known_until,
       p.source, p.ledger, p.first_on
from placed p join area a using (area_id)
window same_thing as (partition by p.source, p.ledger, p.area_id, p.subject_hash order by p.version_at)
order by p.source, p.area_id, p.first_on;
