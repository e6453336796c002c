-- what earlier versions of the program derived under another name
drop table if exists case_current;
drop view if exists case_all;
drop view if exists case_history;
drop table if exists case_matter;

-- What the board reads, rebuilt from the live batches inside every build: a pure function of them, so load order never matters.

-- A name without the ending that offices add or drop.
create or replace macro name_key(name) as
    regexp_replace(regexp_replace(trim(name), '\s+', '', 'g'), '(村?村民委员会|村?村委会|社区居民委员会|社区居委会|居民委员会|居委会|街道办事处|街道|社区|村|镇|乡)$', '');

create or replace macro county_key(name) as regexp_replace(name_key(name), '(自治县|县|区|市)$', '');

-- A slash inside a name is no step in the tree.
create or replace macro path_of(county, town, village, village_group, grid) as
    nullif(concat_ws('/', replace(county, '/', '／'), replace(town, '/', '／'), replace(village, '/', '／'),
                     replace(village_group, '/', '／'), replace(grid, '/', '／')), '');

-- days between two moments, whole ones where only the day is known
create or replace macro elapsed(from_at, to_at, by_day) as
    case when to_at is null then null
         when by_day then cast(date_diff('day', cast(from_at as date), cast(to_at as date)) as double)
         else (epoch(to_at) - epoch(from_at)) / 86400.0 end;

create or replace macro above(area_id) as nullif(regexp_replace(area_id, '/?[^/]*$', ''), '');

create or replace macro lies_in(village_id, area_id) as area_id = '' or village_id = area_id or starts_with(village_id, area_id || '/');

-- One export may stand for one channel only: a 12345 file says nothing of what 码上办 holds.
create or replace macro stream_of(ledger, source_channel) as concat_ws('/', ledger, source_channel);

create or replace macro has(present, name) as list_contains(present, name);

-- 1 is the batch that speaks for the latest moment; nothing here depends on the order of loading
create or replace temp table batch_order as
select b.batch_id, b.file_name, b.cutoff_on + interval 1 day as cutoff_at,
       row_number() over (order by b.cutoff_on desc, b.file_sha256 desc, b.sheet desc, b.contract_version desc, b.batch_id desc) as recency,
       has(b.columns_present, 'closed_at') as has_closed_at, has(b.columns_present, 'resolved') as has_resolved,
       has(b.columns_present, 'satisfaction') as has_satisfaction,
       has(b.columns_present, 'is_revisited') or has(b.columns_present, 'revisited_at') as has_revisit,
       has(b.columns_present, 'revisited_at') as has_revisit_time,
       has(b.columns_present, 'redo_count') or has(b.columns_present, 'reopened_at') as has_redo,
       has(b.columns_present, 'reopened_at') as has_reopen_time, has(b.columns_present, 'dispatched_at') as has_dispatch,
       has(b.columns_present, 'signed_at') as has_signing, has(b.columns_present, 'first_contact_at') as has_contact,
       has(b.columns_present, 'source_channel') as has_channel, has(b.columns_present, 'handled_level') as has_level,
       has(b.columns_present, 'is_ext_approved') as has_extension, has(b.columns_present, 'notified_at') as has_notice,
       has(b.columns_present, 'is_repeat') or has(b.columns_present, 'matter_id') as has_repeat,
       has(b.columns_present, 'outcome') as has_outcome, has(b.columns_present, 'started_at') as has_start,
       has(b.columns_present, 'agreement_form') as has_agreement,
       has(b.columns_present, 'performance') and has(b.columns_present, 'perform_due_at') as has_performance,
       has(b.columns_present, 'performed_at') as has_perform_time, has(b.columns_present, 'confirmed_at') as has_confirmation,
       has(b.columns_present, 'is_recurred') or has(b.columns_present, 'recurred_at') as has_recurrence,
       has(b.columns_present, 'recurred_at') as has_recur_time
from import_batch b;

-- the millions of rows name few combinations of book, channel and place: whatever depends on these alone is worked out once for each
create or replace temp table batch_cell as
select batch_id, ledger, source_channel, county, town, village, grid, min(received_at) as received_from, max(received_at) as received_to
from case_record group by all
union all
select batch_id, ledger, source_channel, null, town, village, null, cast(month_on as timestamp), cast(month_on + interval 1 month as timestamp)
from appeal_stat_record;

-- Every row of the ledgers that state figures of a place: what it is about, and where. A column that one of them lacks stands empty.
create or replace macro ledger_of(name) as table
    select name as source, columns(lambda c: c in ('batch_id', 'source_sheet', 'source_row', 'source_part', 'source_rows', 'data_class', 'ledger', 'subject_hash',
                                              'county', 'town', 'village', 'period_start_on', 'held_on', 'started_on', 'planned_start_on', 'planned_span_start_on'))
    from query_table(name || '_record');

create or replace temp table ledger_row as
with every as (
    from ledger_of('income')
    union all by name from ledger_of('collective')
    union all by name from ledger_of('project')
    union all by name from ledger_of('facility')
    union all by name from ledger_of('industry')
    union all by name from ledger_of('profile')
    union all by name from ledger_of('activity')
    union all by name from ledger_of('fact')
    union all by name from ledger_of('price_index'))
select source, batch_id, source_sheet, source_row, source_part, source_rows, data_class = 'published' as is_published, ledger, subject_hash, county, town, village,
       coalesce(period_start_on, cast(held_on as date), cast(started_on as date), cast(planned_start_on as date), planned_span_start_on) as first_on
from every;
