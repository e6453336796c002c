-- What the board reads, rebuilt from the live batches inside every build: a pure function of them, so load order never matters.

-- A name without the ending that offices add or drop.
create or replace macro name_key(name) as
    regexp_replace(regexp_replace(trim(name), '\s+', '', 'g'), '(村?村民委员会|村?村委会|社区居民委员会|社区居委会|居民委员会|居委会|街道办事处|街道|社区|村|镇|乡)$', '');

-- A slash inside a name is no step in the tree.
create or replace macro path_of(county, town, village, village_group, grid) as
    nullif(concat_ws('/', replace(county, '/', '／'), replace(town, '/', '／'), replace(village, '/', '／'),
                     replace(village_group, '/', '／'), replace(grid, '/', '／')), '');

create or replace macro above(area_id) as nullif(regexp_replace(area_id, '/?[^/]*$', ''), '');

create or replace macro lies_in(village_id, area_id) as area_id = '' or village_id = area_id or starts_with(village_id, area_id || '/');

-- One export may stand for one channel only: a 12345 file says nothing of what 码上办 holds.
create or replace macro stream_of(ledger, source_channel) as concat_ws('/', ledger, source_channel);

-- 1 is the batch that speaks for the latest moment; nothing here depends on the order of loading
create or replace temp table batch_order as
select b.batch_id, b.file_name, b.cutoff_on + interval 1 day as cutoff_at,
       row_number() over (order by b.cutoff_on desc, b.file_sha256 desc, b.sheet desc, b.contract_version desc, b.batch_id desc) as recency,
       list_contains(b.columns_present, 'closed_at') as has_closed_at, list_contains(b.columns_present, 'resolved') as has_resolved,
       list_contains(b.columns_present, 'satisfaction') as has_satisfaction
from import_batch b;

-- the millions of rows name few combinations of book, channel and place: whatever depends on these alone is worked out once for each
create or replace temp table batch_cell as
select batch_id, ledger, source_channel, county, town, village, grid, min(received_at) as received_from, max(received_at) as received_to
from case_record group by all;

-- 1. The area tree -------------------------------------------------------------------------------------------------

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

-- 2. Which version of a case is current ------------------------------------------------------------------------------

-- only a ledger that came in more than one batch can hold a case twice
create or replace temp table newest as
select r.ledger, r.case_id, min(o.recency) as recency
from case_record r join batch_order o using (batch_id)
where r.ledger in (select ledger from batch_cell group by ledger having count(distinct batch_id) > 1)
group by r.ledger, r.case_id having count(*) > 1;

create or replace temp table superseded as
select r.batch_id, r.source_row
from case_record r join batch_order o using (batch_id) join newest n on n.ledger = r.ledger and n.case_id = r.case_id
where o.recency > n.recency;

-- 3. Up to which moment each batch speaks, and for which area ----------------------------------------------------------

create or replace temp table batch_village as
select c.batch_id, stream_of(c.ledger, c.source_channel) as stream, p.village_id,
       min(c.received_from) as received_from, max(c.received_to) as received_to
from batch_cell c
join place p on p.county is not distinct from c.county and p.town is not distinct from c.town
            and p.village is not distinct from c.village and p.grid is not distinct from c.grid
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
select s.batch_id, s.stream, s.area_id, s.received_from, s.received_to, o.cutoff_at
from shared s join batch_order o using (batch_id);

-- what a row's book, channel and place say of it; a place kept out has no village here
create or replace temp table cell as
with village_cutoff as (
    select v.stream, v.village_id, max(c.cutoff_at) as cutoff_at
    from (select distinct stream, village_id from batch_village) v
    join batch_coverage c on c.stream = v.stream and lies_in(v.village_id, c.area_id)
    group by all),
written as (select distinct ledger, source_channel, county, town, village, grid from batch_cell)
select w.*, stream_of(w.ledger, w.source_channel) as stream, p.village_id, p.area_id, p.problem, v.cutoff_at
from written w
join place p on p.county is not distinct from w.county and p.town is not distinct from w.town
            and p.village is not distinct from w.village and p.grid is not distinct from w.grid
left join village_cutoff v on v.stream = stream_of(w.ledger, w.source_channel) and v.village_id = p.village_id;

create or replace macro names_cell(r, c) as
    c.ledger = r.ledger and c.source_channel is not distinct from r.source_channel and c.county is not distinct from r.county
    and c.town is not distinct from r.town and c.village is not distinct from r.village and c.grid is not distinct from r.grid;

-- the first version of each case that a later export could have repeated, going by its book, channel and dates
create or replace temp table first_version as
with looked_at as (
    select e.batch_id, e.stream, min(c.received_from) as received_from, max(c.received_to) as received_to
    from batch_coverage e join batch_coverage c on c.stream = e.stream and c.cutoff_at > e.cutoff_at
         and c.received_from <= e.received_to and c.received_to >= e.received_from
    group by all)
select r.key_hash, arg_max({'stream': c.stream, 'village_id': c.village_id, 'received_at': r.received_at, 'cutoff_at': o.cutoff_at}, o.recency) as known
from case_record r join batch_order o using (batch_id)
join cell c on names_cell(r, c)
join looked_at l on l.batch_id = r.batch_id and l.stream = c.stream and r.received_at between l.received_from and l.received_to
where c.village_id is not null
group by r.key_hash;

-- an export is full where it repeats at least half of what earlier files hold for its own area and dates
create or replace temp table full_export as
with earlier as (
    select c.batch_id, c.stream, count(*) as cases
    from batch_coverage c join first_version f on f.known.stream = c.stream and f.known.cutoff_at < c.cutoff_at
         and f.known.received_at between c.received_from and c.received_to and lies_in(f.known.village_id, c.area_id)
    group by all),
repeated as (
    select c.batch_id, c.stream, count(*) as cases
    from case_record r join first_version f using (key_hash)
    join batch_coverage c on c.batch_id = r.batch_id and f.known.stream = c.stream and f.known.cutoff_at < c.cutoff_at
         and f.known.received_at between c.received_from and c.received_to and lies_in(f.known.village_id, c.area_id)
    group by all)
select c.* from batch_coverage c join earlier e using (batch_id, stream) join repeated r using (batch_id, stream) where r.cases * 2 >= e.cases;

-- Open in the last version known, and absent from a later full export: from that export's cut-off on, nobody knows.
create or replace temp table unseen as
select r.batch_id, r.source_row, min(f.cutoff_at) as unseen_at
from case_record r
join batch_order o using (batch_id)
join cell c on names_cell(r, c)
join full_export f on f.stream = c.stream and f.cutoff_at > o.cutoff_at
     and r.received_at between f.received_from and f.received_to and lies_in(c.village_id, f.area_id)
where r.closed_at is null or r.status = 'redo'
group by all;

-- 4. The cases -------------------------------------------------------------------------------------------------------

create or replace table case_current as
with placed as (
    select r.*, o.file_name, c.village_id, c.area_id, c.cutoff_at,
           o.has_closed_at and not (r.status = 'closed' and r.closed_at is null) as has_closing, o.has_resolved, o.has_satisfaction
    from case_record r
    join batch_order o using (batch_id)
    join cell c on names_cell(r, c)
    where c.village_id is not null and not exists (select 1 from superseded s where s.batch_id = r.batch_id and s.source_row = r.source_row)),
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
       d.area_id, d.village_id as village, above(d.village_id) as town,
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
select r.batch_id, r.source_sheet, r.source_row, r.village, c.problem,
       exists (select 1 from superseded s where s.batch_id = r.batch_id and s.source_row = r.source_row) as is_superseded
from case_record r join cell c on names_cell(r, c)
where c.village_id is null;
