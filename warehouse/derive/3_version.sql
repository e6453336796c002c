-- Which version of a case holds when

create or replace macro ever() as timestamp '9999-12-31 23:59:59.999999';
create or replace macro long_ago() as timestamp '0001-01-01';

-- only a ledger that came in more than one batch can hold a case twice; a row whose place nobody knows is kept out and stands before no other
create or replace temp table held as
with several as (
    select ledger, case_id from case_record
    where ledger in (select ledger from batch_cell group by ledger having count(distinct batch_id) > 1)
    group by ledger, case_id having count(*) > 1)
select r.ledger, r.case_id, r.batch_id, r.source_row, r.content_hash, coalesce(o.cutoff_at, long_ago()) as cutoff_at, o.recency
from case_record r join several using (ledger, case_id) join batch_order o using (batch_id)
join place p on p.county is not distinct from r.county and p.town is not distinct from r.town
            and p.village is not distinct from r.village and p.grid is not distinct from r.grid
where p.village_id is not null;

-- exports that say the same one after the other are one version, held by the latest of them and known since the first
create or replace temp table version as
with kept as (
    select * from held qualify row_number() over (partition by ledger, case_id, cutoff_at order by recency) = 1),
marked as (
    select *, (content_hash is distinct from lag(content_hash) over same_case)::int as begins
    from kept window same_case as (partition by ledger, case_id order by cutoff_at)),
numbered as (
    select *, sum(begins) over (partition by ledger, case_id order by cutoff_at) as number from marked),
runs as (
    select ledger, case_id, number, min(cutoff_at) as version_at, arg_min({'batch_id': batch_id, 'source_row': source_row}, recency) as latest
    from numbered group by all)
select ledger, case_id, latest.batch_id as batch_id, latest.source_row as source_row, version_at,
       case when number = 1 then long_ago() else version_at end as known_from,
       coalesce(lead(version_at) over (partition by ledger, case_id order by number), ever()) as known_until
from runs;

-- rows that a later export repeats, or that another of the same day replaces
create or replace temp table repeated_row as
select batch_id, source_row from held anti join version using (batch_id, source_row);
