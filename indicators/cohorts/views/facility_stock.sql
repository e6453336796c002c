-- One row an item that stands at a place, and period: the last word on it, whatever the book. What does not say whether it stands or was built
-- is beside, in no sum; so is a town's total where villages gave theirs.
with ranged as (
    select scoped.*, received_at as period_at
    from scoped
    where quantity is not null and quantity_kind <> '增量' and received_at >= $start_at and received_at < $end_at),
latest as (
    select *
    from ranged
    qualify quantity_kind <> '存量' or row_number() over (
        partition by area_id, item, quantity_unit, quantity_kind, period_number
        order by received_at desc, begins_at desc, cutoff_at desc, batch_id, source_row desc, source_part desc) = 1),
counted as (
    select latest.*, quantity_kind <> '存量' as is_kind_unsaid,
           quantity_kind = '存量' and village is null and exists (
               select 1 from latest v
               where v.quantity_kind = '存量' and v.item is not distinct from latest.item and v.period_number = latest.period_number
                 and starts_with(v.area_id, latest.area_id || '/')) as is_total_above
    from latest)
select counted.*, h.households / 100 as hundred_households, h.households, coalesce(h.households > 0, false) as has_households,
       not is_kind_unsaid and not is_total_above as is_counted,
       case quantity_unit when '米' then quantity / 1000 end as quantity_km, case quantity_unit when '公斤' then quantity / 1000 end as quantity_ton,
       -- the items of the same place and period, for rates of one by another
       list(item) filter (where quantity_kind = '存量') over (partition by area_id, period_number) as items_beside
from counted left join (select area_id as home, households from area where level = '村') h on h.home = counted.area_id
