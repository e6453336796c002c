-- Up to which moment each batch speaks, and for which area

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
