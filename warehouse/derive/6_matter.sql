-- One matter, several channels

-- A case received while another channel already had its matter open is that matter again: it counts only from when every such
-- earlier case has been excluded. One received after the matter was first closed, or in the same channel, is a repeat.
create or replace temp table case_matter as
with known as (
    select ledger, case_id, matter, stream_of(ledger, source_channel) as stream, received_at, coalesce(first_closed_at, closed_at) as ended_at,
           min(coalesce(excluded_at, version_at)) filter (where exclude_reason is not null) over (partition by ledger, case_id) as excluded_from,
           known_until
    from case_version where matter is not null),
latest as (
    -- a number that stands on dozens of cases was filled in by habit and tells no matter
    select * from known where known_until = ever() qualify count(*) over (partition by matter) <= 30),
pair as (
    select l.ledger, l.case_id, l.received_at, e.ledger as earlier_ledger, e.case_id as earlier_id, e.received_at as earlier_at, e.ended_at,
           e.excluded_from,
           e.stream <> l.stream and coalesce(e.ended_at > l.received_at, true) as is_same_case
    from latest l join latest e on e.matter = l.matter and (e.received_at, e.ledger, e.case_id) < (l.received_at, l.ledger, l.case_id)
    where coalesce(e.excluded_from > l.received_at, true)),
earlier as (
    select ledger, case_id, arg_min(earlier_id, earlier_at) filter (where is_same_case) as merged_into,
           max(coalesce(excluded_from, ever())) filter (where is_same_case) as merged_until, bool_or(not is_same_case) as is_matter_repeat
    from pair group by all),
followed as (
    select earlier_ledger as ledger, earlier_id as case_id, min(received_at) as again_at
    from pair where not is_same_case and received_at >= ended_at group by all)
select l.ledger, l.case_id, e.merged_into, e.merged_until, coalesce(e.is_matter_repeat, false) as is_matter_repeat, f.again_at
from latest l left join earlier e using (ledger, case_id) left join followed f using (ledger, case_id)
where e.case_id is not null or f.case_id is not null;

-- said of every version of the case
update case_version set merged_into = m.merged_into, merged_until = m.merged_until, is_matter_repeat = m.is_matter_repeat, again_at = m.again_at
from case_matter m where m.ledger = case_version.ledger and m.case_id = case_version.case_id;
