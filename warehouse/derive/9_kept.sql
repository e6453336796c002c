-- What is kept ready beside the facts, so that nobody counts them again

-- The cases in their current version, by book, channel, kind and place, and by the month in which they were received.
create or replace table case_book as
select ledger_kind, ledger, source_channel, appeal_kind, has_closing, village, area_id, cutoff_at, date_trunc('month', received_at) as month_at,
       count(*) as cases, min(received_at) as first_at, max(received_at) as last_at
from case_version where known_until = ever()
group by all order by month_at, village;

-- The cubes: laid down empty by every derivation, filled where a snapshot is large (indicators/cube_build.py).
drop schema if exists cubes cascade;
create schema cubes;

-- One row a cohort that has a cube (table cubes.<view>): what made it, up to when its domain is known, its pieces and which column holds which text.
create table cubes.held (
    view         varchar not null,
    fingerprint  varchar not null,      -- of the text of the cohort: a cube of another text answers nothing
    newest_at    timestamp not null,    -- the latest moment up to which anything of the domain is known (exclusive)
    pieces       varchar[][] not null,  -- the columns of each piece beside month, town and village
    columns      map(varchar, varchar) not null
);

-- First moment of each month in which anything of a domain was received, whether or not it counts.
create table cubes.arrival (domain varchar not null, month_at timestamp not null, first_at timestamp not null);

-- The places of which a cube knows every row.
create table cubes.place (area_id varchar not null);
