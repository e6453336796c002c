-- What the board reads, rebuilt from the live batches inside every build: a pure function of them, so load order never matters.

-- A name without the ending that offices add or drop.
create or replace macro name_key(name) as
    regexp_replace(regexp_replace(trim(name), '\s+', '', 'g'), '(村民委员会|村委会|社区居民委员会|社区居委会|居民委员会|居委会|街道办事处|街道|社区|村|镇|乡)$', '');

create or replace macro path_of(a, b, c, d) as nullif(concat_ws('/', a, b, c, d), '');

-- 1. The area tree -------------------------------------------------------------------------------------------------

create or replace temp table area_source as
with ranked as (
    select r.*, row_number() over (
        partition by r.ledger, r.county, r.town, r.village, r.village_group, r.grid
        order by b.cutoff_on desc nulls last, b.file_sha256 desc, r.source_row desc) as place
    from area_record r join import_batch b using (batch_id))
select * from ranked where place = 1;

create or replace temp table area_node as
-- the ledger's own rows
select path_of(concat_ws('/', county, town), village, village_group, grid) as area_id,
       coalesce(grid, village_group, village, town) as name,
       case when grid is not null then '网格' when village_group is not null then '社' when village is not null then '村' else '镇' end as level,
       households, residents, residents_basis, location_class, aliases, true as is_confirmed,
       batch_id, source_sheet, source_row, data_class
from area_source
union all by name
-- where no ledger is loaded, the names written in the cases
select distinct path_of(county, town, village, null) as area_id, coalesce(village, town, county) as name,
       case when village is not null then '村' when town is not null then '镇' else '县' end as level, false as is_confirmed,
       'synthetic' as data_class
from case_record
where not exists (select 1 from area_record) and coalesce(county, town, village) is not null;

-- every node's ancestors, so that a village listed without its town still hangs somewhere
create or replace temp table area_path as
select distinct array_to_string(list_slice(string_split(area_id, '/'), 1, depth), '/') as area_id
from area_node, range(1, len(string_split(area_node.area_id, '/')) + 1) as step(depth);

create or replace temp table area_root as
select case when count(*) = 1 then max(area_id) end as area_id from area_path where not contains(area_id, '/');

create or replace temp table area_unplaced_node as
select coalesce((select area_id from area_root) || '/', '') || '未分村' as area_id;

create or replace table area as
with known as (
    select area_id, any_value(name) as name, any_value(level) as level, max(households) as households, max(residents) as residents,
           max(residents_basis) as residents_basis, max(location_class) as location_class, string_agg(distinct aliases, '、') as aliases,
           bool_or(is_confirmed) as is_confirmed, min(batch_id) as batch_id, min(source_sheet) as source_sheet, min(source_row) as source_row
    from area_node group by area_id)
select p.area_id,
       nullif(regexp_replace(p.area_id, '/?[^/]*$', ''), '') as parent_id,
       coalesce(k.name, regexp_extract(p.area_id, '[^/]*$')) as name,
       coalesce(k.level, case when regexp_matches(p.area_id, '(镇|乡|街道|办事处)$') then '镇' when regexp_matches(p.area_id, '(县|区|市|旗)$') then '县'
                         else '镇' end) as level,
       len(string_split(p.area_id, '/')) as depth,
       k.households, k.residents, k.residents_basis, k.location_class, k.aliases,
       coalesce(k.is_confirmed, false) as is_confirmed, k.batch_id, k.source_sheet, k.source_row
from area_path p left join known k using (area_id);

-- how a village may be written -> the village
create or replace temp table village_name as
with spelled as (
    select area_id, name as spelling from area where level = '村'
    union all
    select area_id, unnest(string_split(aliases, '、')) from area where level = '村' and aliases is not null)
select distinct name_key(s.spelling) as spelling_key, s.area_id, name_key(t.name) as town_key
from spelled s join area a using (area_id) left join area t on t.area_id = a.parent_id;

-- each way the cases name a place -> its node, once a way and not once a case
create or replace temp table place as
with written as (select distinct county, town, village, grid from case_record),
matched as (
    select w.county, w.town, w.village, w.grid, count(distinct v.area_id) as candidates, min(v.area_id) as village_id
    from written w left join village_name v
      on v.spelling_key = name_key(w.village) and (w.town is null or v.town_key is null or v.town_key = name_key(w.town))
    group by all)
select county, town, village, grid,
       case when not exists (select 1 from area_record)
            then coalesce(case when village is not null then path_of(county, town, village, null)
                               when coalesce(county, town) is not null then path_of(county, town, null, null) || '/未分村' end,
                          (select area_id from area_unplaced_node))
            when village is null then (select area_id from area_unplaced_node)
            when candidates = 1 then village_id end as village_id,
       case when exists (select 1 from area_record) and village is not null and candidates = 0
            then '村名「' || village || '」不在地区台账中'
            when exists (select 1 from area_record) and candidates > 1
            then '村名「' || village || '」在地区台账中不止一处，缺少乡镇无法确定' end as problem
from matched;

insert into area
select distinct village_id, nullif(regexp_replace(village_id, '/?[^/]*$', ''), ''), '未分村', '未分村', len(string_split(village_id, '/')),
       null, null, null, null, null, false, null, null, null
from place where village_id like '%未分村' and village_id not in (select area_id from area);

-- 2. Which version of a case is current ------------------------------------------------------------------------------

-- only keys that stand in more than one row need ordering
create or replace temp table repeated_key as
select key_hash from case_record group by key_hash having count(*) > 1;

create or replace temp table superseded as
with ranked as (
    select r.batch_id, r.source_row, row_number() over (
        partition by r.ledger, r.case_id order by b.cutoff_on desc, b.file_sha256 desc, b.sheet desc) as place
    from case_record r join import_batch b using (batch_id)
    where r.key_hash in (select key_hash from repeated_key))
select batch_id, source_row from ranked where place > 1;

-- 3. Up to which moment each batch speaks, and for which area ----------------------------------------------------------

-- One export may stand for one channel only: a 12345 file says nothing of what 码上办 holds.
create or replace macro stream_of(ledger, source_channel) as concat_ws('/', ledger, source_channel);

create or replace temp table batch_village as
select r.batch_id, stream_of(r.ledger, r.source_channel) as stream, p.village_id, min(r.received_at) as received_from, max(r.received_at) as received_to
from case_record r
join place p on p.county is not distinct from r.county and p.town is not distinct from r.town
            and p.village is not distinct from r.village and p.grid is not distinct from r.grid
where p.village_id is not null
group by all;

-- a file with several villages speaks for what they have in common, a file with one for that one
create or replace table batch_coverage as
with ends as (
    select batch_id, stream, min(village_id) as first_id, max(village_id) as last_id,
           min(received_from) as received_from, max(received_to) as received_to
    from batch_village group by all),
shared as (
    select *, case when first_id = last_id then first_id else coalesce(
               (select array_to_string(list_slice(string_split(first_id, '/'), 1, max(n)), '/')
                from range(1, 9) as step(n)
                where list_slice(string_split(first_id, '/'), 1, n) = list_slice(string_split(last_id, '/'), 1, n)
                  and n < len(string_split(first_id, '/')) + 1), '') end as area_id
    from ends)
select s.batch_id, s.stream, s.area_id, s.received_from, s.received_to, b.cutoff_on + interval 1 day as cutoff_at
from shared s join import_batch b using (batch_id);

create or replace temp table village_cutoff as
select v.stream, v.village_id, max(c.cutoff_at) as cutoff_at
from (select distinct stream, village_id from batch_village) v
join batch_coverage c on c.stream = v.stream
     and (c.area_id = '' or v.village_id = c.area_id or starts_with(v.village_id, c.area_id || '/'))
group by all;

-- an export is full where it repeats at least half of what earlier files hold for its own area and dates
create or replace temp table full_export as
with earlier as (
    select distinct c.batch_id, c.stream, r.ledger, r.case_id
    from batch_coverage c
    join case_record r on stream_of(r.ledger, r.source_channel) = c.stream and r.received_at between c.received_from and c.received_to and r.batch_id <> c.batch_id
    join import_batch b on b.batch_id = r.batch_id and b.cutoff_on + interval 1 day < c.cutoff_at
    where (select count(*) from batch_coverage) > 1),
repeated as (
    select e.batch_id, e.stream, count(*) as earlier_cases,
           count(*) filter (exists (select 1 from case_record r where r.batch_id = e.batch_id and r.ledger = e.ledger and r.case_id = e.case_id)) as repeated_cases
    from earlier e group by e.batch_id, e.stream)
select c.* from batch_coverage c join repeated r using (batch_id, stream) where r.repeated_cases * 2 >= r.earlier_cases;

-- Open in the last version known, and absent from a later full export: from that export's cut-off on, nobody knows.
create or replace temp table unseen as
select r.batch_id, r.source_row, min(f.cutoff_at) as unseen_at
from case_record r
join import_batch b using (batch_id)
join place p on p.county is not distinct from r.county and p.town is not distinct from r.town
            and p.village is not distinct from r.village and p.grid is not distinct from r.grid
join full_export f on f.stream = stream_of(r.ledger, r.source_channel) and f.cutoff_at > b.cutoff_on + interval 1 day
     and r.received_at between f.received_from and f.received_to
     and (f.area_id = '' or p.village_id = f.area_id or starts_with(p.village_id, f.area_id || '/'))
where r.closed_at is null or r.status = 'redo'
group by all;

-- 4. The cases -------------------------------------------------------------------------------------------------------

create or replace table case_current as
with current_row as (
    select r.* from case_record r
    where not exists (select 1 from superseded s where s.batch_id = r.batch_id and s.source_row = r.source_row)),
placed as (
    select r.*, b.file_name, p.village_id, coalesce(g.area_id, p.village_id) as area_id, v.cutoff_at,
           list_contains(b.columns_present, 'closed_at') and not (r.status = 'closed' and r.closed_at is null) as has_closing,
           list_contains(b.columns_present, 'resolved') as has_resolved,
           list_contains(b.columns_present, 'satisfaction') as has_satisfaction
    from current_row r
    join import_batch b using (batch_id)
    join place p on p.county is not distinct from r.county and p.town is not distinct from r.town
                and p.village is not distinct from r.village and p.grid is not distinct from r.grid
    join village_cutoff v on v.stream = stream_of(r.ledger, r.source_channel) and v.village_id = p.village_id
    left join area g on g.level = '网格' and g.name = r.grid and starts_with(g.area_id, p.village_id || '/')),
ruled as (
    select p.*, d.label as default_label, d.days, d.day_type, case when d.starts_from = 'dispatched_at' then coalesce(p.dispatched_at, p.received_at) else p.received_at end as starts_at
    from placed p
    left join deadline_rule d on p.has_closing and p.due_at is null and d.ledger_kind = p.ledger_kind
         and (d.appeal_kind = p.appeal_kind or (d.appeal_kind is null and not exists (
              select 1 from deadline_rule o where o.ledger_kind = p.ledger_kind and o.appeal_kind = p.appeal_kind)))),
defaulted as (
    select r.*, case when r.day_type = 'calendar' then cast(r.starts_at as date) + r.days
                     when r.day_type = 'working' then last_day.day end + interval 1 day - interval 1 microsecond as default_due_at
    from ruled r
    left join calendar_day first_day on first_day.day = cast(r.starts_at as date)
    left join calendar_day last_day on last_day.is_working_day and last_day.working_ordinal = first_day.working_ordinal + r.days)
select d.file_name, d.batch_id, d.source_sheet, d.source_row, d.data_class, d.flags, d.ledger_kind, d.ledger, d.case_id,
       d.source_channel, d.appeal_kind, d.category_1, d.category_2, d.category_3, d.handler_unit,
       d.area_id, d.village_id as village, nullif(regexp_replace(d.village_id, '/?[^/]*$', ''), '') as town,
       d.received_at, d.dispatched_at, d.signed_at, d.first_contact_at,
       case when d.status <> 'redo' then d.closed_at end as closed_at,
       case when d.is_ext_approved and d.ext_due_at is not null then d.ext_due_at else coalesce(d.due_at, d.default_due_at) end as effective_due_at,
       case when d.is_ext_approved and d.ext_due_at is not null then 'extension' when d.due_at is not null then 'file'
            when d.default_due_at is not null then 'default' end as due_basis,
       case when d.due_at is null then d.default_label end as due_rule,
       coalesce(d.due_at, d.default_due_at) as original_due_at, d.is_ext_approved,
       d.status, coalesce(d.exclude_reason, case d.status when 'returned' then '退回' when 'excluded' then '不予受理' end) as exclude_reason,
       d.resolved, d.satisfaction, d.is_revisited, d.redo_count, d.is_repeat, d.is_on_time_reported,
       d.has_closing, d.has_resolved, d.has_satisfaction, d.cutoff_at,
       case when d.status = 'redo' or d.closed_at is null then null
            when d.received_is_day or d.closed_is_day then cast(date_diff('day', cast(d.received_at as date), cast(d.closed_at as date)) as double)
            else (epoch(d.closed_at) - epoch(d.received_at)) / 86400.0 end as elapsed_days,
       u.unseen_at
from defaulted d left join unseen u on u.batch_id = d.batch_id and u.source_row = d.source_row
order by d.village_id, d.received_at;

-- a case whose village the area ledger does not know is kept out, and says so
create or replace table case_unplaced as
select r.batch_id, r.source_sheet, r.source_row, r.village, p.problem,
       exists (select 1 from superseded s where s.batch_id = r.batch_id and s.source_row = r.source_row) as is_superseded
from case_record r
join place p on p.county is not distinct from r.county and p.town is not distinct from r.town
            and p.village is not distinct from r.village and p.grid is not distinct from r.grid
where p.village_id is null;
