-- The area tree in reading order: as the ledger lists it, the rest by name; what no village could be found for stands last in its place, what
-- is only known from published facts last of all.
with recursive tree as (
    select area_id, name, level, is_published, 0 as depth, [[is_published::int, coalesce(source_row, 1000000), 0]] as place, [name] as names
    from area where parent_id is null or parent_id not in (select area_id from area)
    union all
    select a.area_id, a.name, a.level, a.is_published, t.depth + 1,
           list_append(t.place, [0, case when a.level = '未分村' then 2000000 else coalesce(a.source_row, 1000000) end, 0]), list_append(t.names, a.name)
    from area a join tree t on a.parent_id = t.area_id)
select area_id, name, level, depth, is_published from tree order by place, names
