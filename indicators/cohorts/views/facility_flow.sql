-- One row what was built or done of an item within a period: not where a longer report of the same book has it in it. What does not say whether
-- it stands or was built is beside, in no sum; so is a town's total where villages gave theirs.
with ranged as (
    select scoped.*, received_at as period_at
    from scoped
    where quantity is not null and quantity_kind <> '存量' and is_whole and received_at >= $start_at and received_at < $end_at),
told_once as (
    select *
    from ranged
    qualify not coalesce(max(received_at) over (
        partition by area_id, ledger, item, quantity_unit, quantity_kind order by begins_at, period_end_on desc
        range between unbounded preceding and current row exclude group) >= received_at, false)),
counted as (
    select told_once.*, quantity_kind <> '增量' as is_kind_unsaid,
           quantity_kind = '增量' and village is null and exists (
               select 1 from told_once v
               where v.quantity_kind = '增量' and v.item is not distinct from told_once.item and v.period_number = told_once.period_number
                 and starts_with(v.area_id, told_once.area_id || '/')) as is_total_above
    from told_once)
select counted.*, not is_kind_unsaid and not is_total_above as is_counted,
       case quantity_unit when '米' then quantity / 1000 end as quantity_km, case quantity_unit when '公斤' then quantity / 1000 end as quantity_ton,
       -- the items of the same book, place and days, for rates of one by another
       list(item) filter (where quantity_kind = '增量') over (partition by area_id, ledger, begins_at, period_end_on) as items_beside
from counted
