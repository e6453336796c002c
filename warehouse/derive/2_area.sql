-- The area tree

create or replace temp table area_source as
with ranked as (
    select path_of(r.county, r.town, r.village, r.village_group, r.grid) as area_id, r.*,
           row_number() over (
               partition by path_of(r.county, r.town, r.village, r.village_group, r.grid) order by o.recency, r.source_row desc) as place
    from area_record r join batch_order o using (batch_id))
select * exclude (place) from ranked where place = 1;

-- every place that a row names, those above the one it speaks of too: the column says the level
create or replace temp table area_step as
with named as (
    select county, town, village, village_group, grid, true as is_confirmed from area_source
    union all by name
    -- where no ledger is loaded, the names written in the cases
    select distinct county, town, village, false as is_confirmed from batch_cell where not exists (select 1 from area_record))
select path_of(county, null, null, null, null) as area_id, county as name, 1 as step, is_confirmed from named where county is not null
union select path_of(county, town, null, null, null), town, 2, is_confirmed from named where town is not null
union select path_of(county, town, village, null, null), village, 3, is_confirmed from named where village is not null
union select path_of(county, town, village, village_group, null), village_group, 4, is_confirmed from named where village_group is not null
union select path_of(county, town, village, village_group, grid), grid, 5, is_confirmed from named where grid is not null;

create or replace table area as
with node as (
    select area_id, min(name) as name, ['县', '镇', '村', '社', '网格'][min(step)] as level, bool_or(is_confirmed) as is_confirmed
    from area_step group by area_id)
select n.area_id, above(n.area_id) as parent_id, n.name, n.level, len(string_split(n.area_id, '/')) as depth,
       s.households, s.residents, s.residents_basis, s.location_class, s.aliases, n.is_confirmed, s.batch_id, s.source_sheet, s.source_row
from node n left join area_source s using (area_id);

create or replace temp table area_root as
select case when count(*) = 1 then max(area_id) end as area_id from area where not contains(area_id, '/');

-- how a village may be written -> the village
create or replace temp table village_name as
with spelled as (
    select area_id, name as spelling from area where level = '村'
    union all
    select area_id, unnest(string_split(aliases, '、')) from area where level = '村' and aliases is not null)
select distinct name_key(s.spelling) as spelling_key, s.area_id, name_key(t.name) as town_key
from spelled s join area a using (area_id) left join area t on t.area_id = a.parent_id
where name_key(s.spelling) <> '';

create or replace temp table town_name as
select name_key(name) as spelling_key, min(area_id) as area_id from area where level = '镇' group by all having count(*) = 1;

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
           case when not exists (select 1 from area_record)
                then case when village is not null then path_of(county, town, village, null, null)
                          else coalesce(path_of(county, town, null, null, null), (select area_id from area_root)) || '/未分村' end
                when village is null then coalesce(town_id, (select area_id from area_root)) || '/未分村'
                when candidates = 1 then village_id end as village_id,
           case when exists (select 1 from area_record) and village is not null and candidates = 0
                then '村名「' || village || '」不在地区台账中'
                when exists (select 1 from area_record) and candidates > 1
                then '村名「' || village || '」在地区台账中不止一处，缺少乡镇无法确定' end as problem
    from matched)
select * replace (case when problem is null then coalesce(village_id, '未分村') end as village_id) from judged;

insert into area
select distinct village_id, above(village_id), '未分村', '未分村', len(string_split(village_id, '/')),
       null, null, null, null, null, false, null, null, null
from village_of where ends_with(village_id, '未分村') and village_id not in (select area_id from area);

-- ... and its 网格, where the village has only one of that name
create or replace temp table place as
select v.county, v.town, v.village, v.grid, v.village_id, v.problem,
       case when count(distinct g.area_id) = 1 then min(g.area_id) else v.village_id end as area_id
from village_of v left join area g on g.level = '网格' and g.name = v.grid and starts_with(g.area_id, v.village_id || '/')
group by v.county, v.town, v.village, v.grid, v.village_id, v.problem;
