-- The cases

-- the rule in force that says most of a case
create or replace temp table close_rule as
select *, (source_channel is not null)::int * 2 + (appeal_kind is not null)::int as precision
from deadline_rule where is_in_force and measure = 'close';

create or replace temp table ruled_group as
with written as (select distinct ledger_kind, source_channel, appeal_kind from case_record)
select w.*, d.rule, d.label, d.amount, d.unit, d.starts_from
from written w
join close_rule d on d.ledger_kind = w.ledger_kind and coalesce(d.source_channel = w.source_channel, d.source_channel is null)
     and coalesce(d.appeal_kind = w.appeal_kind, d.appeal_kind is null)
qualify row_number() over (partition by w.ledger_kind, w.source_channel, w.appeal_kind order by d.precision desc, d.rule) = 1;

-- a petition may be extended once, and by no more than this
create or replace temp table petition_limit as
select max(amount) filter (where measure = 'close') as close_days, max(amount) filter (where measure = 'extend_max') as extend_days
from deadline_rule where is_in_force and ledger_kind = 'appeal' and source_channel = '信访转办' and unit = 'calendar' and measure in ('close', 'extend_max');

-- One row a version of a case, with the moments between which it is the one to go by.
create or replace table case_version as
with placed as (
    select r.*, o.file_name, c.village_id, c.area_id, c.cutoff_at,
           coalesce(v.version_at, o.cutoff_at, long_ago()) as version_at, coalesce(v.known_from, long_ago()) as known_from,
           coalesce(v.known_until, ever()) as known_until,
           o.* exclude (batch_id, file_name, cutoff_at, recency, has_closed_at), o.has_closed_at and not (r.status = 'closed' and r.closed_at is null) as has_closing
    from case_record r
    join batch_order o using (batch_id)
    join cell c on names_cell(r, c)
    left join version v on v.batch_id = r.batch_id and v.source_row = r.source_row
    where c.village_id is not null and not exists (select 1 from repeated_row s where s.batch_id = r.batch_id and s.source_row = r.source_row)),
ruled as (
    select p.*, d.label as default_label, d.amount, d.unit,
           case d.starts_from when 'dispatched_at' then coalesce(p.dispatched_at, p.received_at) when 'signed_at' then coalesce(p.signed_at, p.received_at)
                              when 'accepted_at' then coalesce(p.accepted_at, p.received_at) else p.received_at end as starts_at
    from placed p
    left join ruled_group d on p.has_closing and p.due_at is null and d.ledger_kind = p.ledger_kind
         and d.source_channel is not distinct from p.source_channel and d.appeal_kind is not distinct from p.appeal_kind),
defaulted as (
    select r.*, case r.unit when 'hour' then r.starts_at + to_hours(r.amount)
                            else case r.unit when 'calendar' then cast(r.starts_at as date) + r.amount when 'working' then last_day.day end
                                 + interval 1 day - interval 1 microsecond end as default_due_at,
           r.unit = 'working' and not (first_day.is_covered and last_day.is_covered) as is_default_uncovered
    from ruled r
    left join calendar_day first_day on r.unit = 'working' and first_day.day = cast(r.starts_at as date)
    left join calendar_day last_day on r.unit = 'working' and last_day.is_working_day and last_day.working_ordinal = first_day.working_ordinal + r.amount),
reopened as (
    select d.*, case when d.status <> 'redo' then d.closed_at end as last_closed_at,
           -- of a case that was opened again; the moment it was first closed stands under the one name or the other
           case when d.status = 'redo' then coalesce(d.first_closed_at, d.closed_at)
                when d.first_closed_at < d.closed_at then d.first_closed_at end as earlier_closed_at,
           case when d.is_ext_approved then
                case when d.source_channel = '信访转办' and d.ext_due_at is not null
                     then least(d.ext_due_at, cast(d.received_at as date) + l.close_days + l.extend_days + interval 1 day - interval 1 microsecond)
                     else d.ext_due_at end end as extended_due_at
    from defaulted d cross join petition_limit l)
select d.file_name, d.batch_id, d.source_sheet, d.source_row, d.data_class, d.flags, d.ledger_kind, d.ledger, d.case_id,
       d.version_at, d.known_from, d.known_until, d.cutoff_at, u.unseen_at,
       d.source_channel, d.appeal_kind, d.entry_mode, d.category_1, d.category_2, d.category_3, d.handler_unit, d.handled_level,
       d.area_id, d.village_id as village, above(d.village_id) as town,
       case when d.matter_key is not null then concat_ws('/', d.village_id, d.matter_key) end as matter,
       d.received_at, d.received_is_day, d.dispatched_at, d.signed_at, d.first_contact_at, d.is_reply_wanted, d.notified_at, d.accepted_at, d.started_at,
       d.last_closed_at as closed_at, d.earlier_closed_at as first_closed_at, d.reopened_at,
       coalesce(d.due_at, d.default_due_at) as original_due_at,
       case when d.due_at is not null then 'file' when d.default_due_at is not null then 'default' end as original_due_basis,
       case when d.due_at is null then d.default_label end as due_rule,
       d.due_at is null and coalesce(d.is_default_uncovered, false) as is_due_uncovered,
       d.extended_due_at, d.is_ext_approved, d.ext_approved_at,
       d.status, coalesce(d.exclude_reason, case d.status when 'returned' then '退回' when 'excluded' then '不予受理' end) as exclude_reason,
       d.excluded_at, d.resolved, d.satisfaction, d.is_revisited, d.revisited_at, d.redo_count, d.is_repeat, d.is_on_time_reported,
       d.outcome, d.agreement_form, d.perform_due_at, d.performance, d.performed_at, d.confirmed_at, d.is_recurred, d.recurred_at,
       d.has_closing, d.has_resolved, d.has_satisfaction, d.has_revisit, d.has_revisit_time, d.has_redo, d.has_reopen_time, d.has_dispatch,
       d.has_signing, d.has_contact, d.has_channel, d.has_level, d.has_extension, d.has_notice, d.has_repeat, d.has_outcome, d.has_start,
       d.has_agreement, d.has_performance, d.has_perform_time, d.has_confirmation, d.has_recurrence, d.has_recur_time,
       elapsed(d.received_at, d.last_closed_at, d.received_is_day or d.closed_is_day) as elapsed_days,
       elapsed(d.received_at, d.earlier_closed_at, d.received_is_day or d.closed_is_day) as first_elapsed_days,
       -- no later period has to do with it, whatever a row is placed in periods by
       case when d.has_closing and d.last_closed_at is null then ever()
            else greatest(d.received_at, d.dispatched_at, d.accepted_at, d.started_at, d.due_at, d.default_due_at, d.extended_due_at, d.last_closed_at,
                          d.earlier_closed_at, d.perform_due_at, cast(d.received_at as date) + l.close_days + coalesce(l.extend_days, 0) + interval 1 day) end as last_at,
       -- said of the matter in 6_matter.sql
       cast(null as varchar) as merged_into, cast(null as timestamp) as merged_until, false as is_matter_repeat, cast(null as timestamp) as again_at
from reopened d
cross join petition_limit l
left join unseen u on u.batch_id = d.batch_id and u.source_row = d.source_row
order by d.ledger_kind, d.village_id, d.received_at;

-- a row whose village the area ledger does not know is kept out, and says so: one row a sheet row, however many records it gave
create or replace table case_unplaced as
with written as (
    select r.batch_id, r.source_sheet, r.source_row, 1 as source_rows, r.village, c.problem from case_record r join cell c on names_cell(r, c) where c.village_id is null
    union all
    select r.batch_id, r.source_sheet, r.source_row, 1, r.village, p.problem
    from appeal_stat_record r
    join place p on p.county is null and p.town is not distinct from r.town and p.village is not distinct from r.village and p.grid is null
    where p.village_id is null
    union all
    select r.batch_id, r.source_sheet, r.source_row, max(r.source_rows), r.village, p.problem
    from ledger_row r join ledger_place p on names_place(r, p) where p.area_id is null
    group by all)
select w.*, exists (select 1 from repeated_row s where s.batch_id = w.batch_id and s.source_row = w.source_row) as is_repeated from written w;
