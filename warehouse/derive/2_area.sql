-- The area tree

-- an area ledger of the township's own; published places stand beside it
create or replace macro has_area_ledger() as (select count(*) > 0 from area_record where data_class <> 'published');

create or replace temp table area_source as
with ranked as (
    select path_of(r.county, r.town, r.village, r.village_group, r.grid) as area_id, r.*,
           row_number() over (
               partition by path_of(r.county, r.town, r.village, r.village_group, r.grid) order by o.recency, r.source_row desc) as place
    from area_record r join batch_order o using (batch_id))
select * exclude (place) from ranked where place = 1;

-- every place that a row names, those above the one it speaks of too: the column says the level.
-- told_by: 1 the area ledger, 2 cases and totals, 3 the other ledgers, 9 what is published
create or replace temp table area_step as
with named as (
    select county, town, village, village_group, grid, case when data_class = 'published' then 9 else 1 end as told_by from area_source
    union all by name
    -- where no area ledger is loaded, the names written in the rows
    select distinct county, town, village, 2 as told_by from batch_cell where not has_area_ledger()
    union all by name
    select distinct county, town, village, case when is_published then 9 else 3 end as told_by from ledger_row where is_published or not has_area_ledger())
select path_of(county, null, null, null, null) as area_id, county as name, 1 as step, told_by from named where county is not null
union select path_of(county, town, null, null, null), town, 2, told_by from named where town is not null
union select path_of(county, town, village, null, null), village, 3, told_by from named where village is not null
union select path_of(county, town, village, village_group, null), village_group, 4, told_by from named where village_group is not null
union select path_of(county, town, village, village_group, grid), grid, 5, told_by from named where grid is not null;

create or replace temp table area_node as
select area_id, min(name) as name, ['县', '镇', '村', '社', '网格'][min(step)] as level, bool_or(told_by in (1, 9)) as is_confirmed, min(told_by) as told_by
from area_step group by area_id;

create or replace table area as
select n.area_id, above(n.area_id) as parent_id, n.name, n.level, len(string_split(n.area_id, '/')) as depth,
       s.households, s.residents, s.residents_basis, s.location_class, s.aliases, n.is_confirmed, s.batch_id, s.source_sheet, s.source_row,
       n.told_by = 9 as is_published                       -- known from published facts alone: no part of the township
from area_node n left join area_source s using (area_id);

-- the township, or whatever stands above all its places; those that know the tree better say it
create or replace temp table area_root as
with root as (select area_id, told_by from area_node where not contains(area_id, '/') and told_by < 9)
select case when count(*) = 1 then max(area_id) end as area_id from root where told_by = (select min(told_by) from root);

-- how a village may be written -> the village
create or replace temp table village_name as
with spelled as (
    select area_id, name as spelling from area where level = '村' and not is_published
    union all
    select area_id, unnest(string_split(aliases, '、')) from area where level = '村' and aliases is not null and not is_published
    union all
    -- what people in the app said; where the ledger has since got a village of that name, the ledger's word stands
    select v.area_id, v.alias from village_alias v join area a on a.area_id = v.area_id and a.level = '村' and not a.is_published
    where name_key(v.alias) not in (select name_key(name) from area where level = '村' and not is_published))
select distinct name_key(s.spelling) as spelling_key, s.area_id, name_key(t.name) as town_key, county_key(c.name) as county_key
from spelled s join area a using (area_id) left join area t on t.area_id = a.parent_id left join area c on c.area_id = t.parent_id and c.level = '县'
where name_key(s.spelling) <> '';

create or replace temp table town_name as
select name_key(t.name) as spelling_key, min(t.area_id) as area_id, min(county_key(c.name)) as county_key
from area t left join area c on c.area_id = t.parent_id
where t.level = '镇' and not t.is_published group by name_key(t.name) having count(*) = 1;

create or replace temp table county_name as
select county_key(name) as spelling_key, min(area_id) as area_id from area where level = '县' and not is_published group by all having count(*) = 1;

-- each way the cases name a place -> its village
create or replace temp table village_of as
with written as (select distinct county, town, village, grid from batch_cell),
matched as (
    select w.county, w.town, w.village, w.grid, count(distinct v.area_id) as candidates, min(v.area_id) as village_id, min(t.area_id) as town_id
    from written w
    left join village_name v on v.spelling_key = name_key(w.village) and (w.town is null or v.town_key is null or v.town_key = name_key(w.town))
    left join town_name t on t.spelling_key = name_key(w.town)
    group by all),
judged as (
    select county, town, village, grid,
           case when not has_area_ledger()
                then case when village is not null then path_of(county, town, village, null, null)
                          else coalesce(path_of(county, town, null, null, null), (select area_id from area_root)) || '/未分村' end
                when village is null then coalesce(town_id, (select area_id from area_root)) || '/未分村'
                when candidates = 1 then village_id end as village_id,
           case when has_area_ledger() and village is not null and candidates = 0
                then '村名「' || village || '」不在地区台账中'
                when has_area_ledger() and candidates > 1
                then '村名「' || village || '」在地区台账中不止一处，缺少乡镇无法确定' end as problem
    from matched)
select * replace (case when problem is null then coalesce(village_id, '未分村') end as village_id) from judged;

insert into area by name
select distinct village_id as area_id, above(village_id) as parent_id, '未分村' as name, '未分村' as level, len(string_split(village_id, '/')) as depth,
       false as is_confirmed, false as is_published
from village_of where ends_with(village_id, '未分村') and village_id not in (select area_id from area);

-- ... and its 网格, where the village has only one of that name
create or replace temp table place as
select v.county, v.town, v.village, v.grid, v.village_id, v.problem,
       case when count(distinct g.area_id) = 1 then min(g.area_id) else v.village_id end as area_id
from village_of v left join area g on g.level = '网格' and g.name = v.grid and starts_with(g.area_id, v.village_id || '/')
group by v.county, v.town, v.village, v.grid, v.village_id, v.problem;

-- Where the row of a ledger speaks of: the deepest place it names, be it a village, a town or a county. What is published keeps its own path.
create or replace temp table ledger_place as
with written as (select distinct is_published, county, town, village from ledger_row),
matched as (
    select w.*, not w.is_published and has_area_ledger() as is_matched, count(distinct v.area_id) as candidates,
           min(v.area_id) as village_id, min(t.area_id) as town_id, min(c.area_id) as county_id
    from written w
    left join village_name v on v.spelling_key = name_key(w.village) and coalesce(v.town_key = name_key(w.town), true)
         and coalesce(v.county_key = county_key(w.county), true)
    left join town_name t on t.spelling_key = name_key(w.town) and coalesce(t.county_key = county_key(w.county), true)
    left join county_name c on c.spelling_key = county_key(w.county)
    group by all),
judged as (
    select *, case when is_matched and village is not null and candidates = 0 then '村名「' || village || '」不在地区台账中'
                   when is_matched and candidates > 1 then '村名「' || village || '」在地区台账中不止一处，缺少乡镇无法确定' end as problem
    from matched)
select is_published, county, town, village, problem,
       case when problem is null then coalesce(
           case when not is_matched then path_of(county, town, village, null, null)
                when village is not null then village_id
                when town is not null then coalesce(town_id, concat_ws('/', coalesce(county_id, path_of(county, null, null, null, null)), path_of(null, town, null, null, null)))
                else coalesce(county_id, path_of(county, null, null, null, null)) end,
           case when not is_published then (select area_id from area_root) end, '未分村') end as area_id
from judged;

-- a town or county that the area ledger does not know, and what no place at all could be found for
insert into area by name
with reached as (
    select area_id, coalesce(town, county, '未分村') as name, case when town is not null then '镇' when county is not null then '县' else '未分村' end as level
    from ledger_place where village is null and area_id is not null
    union all
    select above(area_id), county, '县' from ledger_place where town is not null and village is null and county is not null and area_id is not null)
select area_id, above(area_id) as parent_id, min(name) as name, min(level) as level, len(string_split(area_id, '/')) as depth,
       false as is_confirmed, false as is_published
from reached where area_id not in (select area_id from area) group by area_id;

create or replace macro names_place(r, p) as
    p.is_published = r.is_published and p.county is not distinct from r.county and p.town is not distinct from r.town
    and p.village is not distinct from r.village;
