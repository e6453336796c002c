-- One row a report on a village, with each number only where it is the last word of its period on it, whatever the book. Of two on one day the
-- registered residents go before the permanent ones. has_…: the village gave that number too, for rates of one by another.
with ranged as (
    select scoped.*, received_at as period_at
    from scoped
    where received_at >= $start_at and received_at < $end_at),
placed as (
    select ranged.*, row_number() over (
               partition by area_id, period_number
               order by received_at, begins_at, case residents_basis when '户籍' then 2 when '常住' then 1 else 0 end,
                        cutoff_at, batch_id, source_row, source_part) as place,
           village is null and exists (
               select 1 from ranged v
               where v.period_number = ranged.period_number and starts_with(v.area_id, ranged.area_id || '/')) as is_total_above
    from ranged),
latest as (
    select columns(lambda c: not regexp_full_match(c, '.*_(count|mu)')),
           case when place = max(case when columns('.*_(count|mu)') is not null then place end) over village
                then columns('.*_(count|mu)') end
    from placed
    window village as (partition by area_id, period_number)),
beside as (
    select latest.*, not is_total_above as is_counted,
           max(party_member_count) over village as members, max(grid_party_group_count) over village as grid_party_groups,
           max(household_count) over village as households, max(grid_staff_count) over village as grid_staff, max(grid_count) over village as grids,
           max(core_household_count) over village as core_households, max(group_count) over village as groups,
           max(female_member_count) over village as women, max(mobile_member_count) over village as mobile,
           max(arable_mu) over village as arable, max(transferred_mu) over village as transferred
    from latest
    window village as (partition by area_id, period_number))
select beside.*, members is not null and women is not null as has_women, members is not null and mobile is not null as has_mobile,
       members is not null and grid_party_groups is not null as has_grid_members,
       households is not null and grid_staff is not null as has_staffed_households, households is not null and grids is not null as has_grid_households,
       arable is not null and transferred is not null as has_land,
       -- where several would stand for one, one counts
       case when core_household_count is not null then least(core_household_count, groups) end as core_group_count,
       groups is not null and core_households is not null as has_core_groups,
       case when grid_party_group_count is not null then least(grid_party_group_count, grids) end as party_grid_count,
       grids is not null and grid_party_groups is not null as has_party_grids,
       case when position_count is not null then least(position_count, 6) end as standard_position_count,
       case when position_count is not null then 6 end as due_position_count
from beside
