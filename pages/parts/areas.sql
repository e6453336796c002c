-- The area tree in reading order: as the ledger lists it, the rest by name; what no village could be found for stands last.
with recursive tree as (
    select area_id, name, level, 0 as depth, [[coalesce(source_row, 1000000), 0]] as place, [name] as names
    from area where parent_id is null or parent_id not in (select area_id from area)
    union all
    select a.area_id, a.name, a.level, t.depth + 1,
           list_append(t.place, [case when a.level = '未分村' then 2000000 else coalesce(a.source_row, 1000000) end, 0]), list_append(t.names, a.name)
    from area a join tree t on a.parent_id = t.area_id)
select area_id, name, level, depth from tree order by place, names
