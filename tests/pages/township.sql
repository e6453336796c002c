-- $cases cases of $villages villages over $months months up to 2026-10-31, decided by a hash of their number: the same every time.
-- The first village has three cases a month; the water station is slow; every ninth case has an approved extension.
insert into case_record by name
with drawn as (
    select n as number, hash(n) % 1000 / 1000.0 as a, hash(n, 1) % 1000 / 1000.0 as b, hash(n, 2) % 1000 / 1000.0 as c, hash(n, 3) % 1000 / 1000.0 as d
    from range($cases) as r(n)),
placed as (
    select *, timestamp '2026-10-31 20:00:00' - to_minutes(cast(floor(a * $months * 30.4 * 1440) as bigint)) as received_at,
           case when $villages = 1 or b < 0.02 then 1 else 2 + cast(floor(b * ($villages - 1)) as integer) end as village_number,
           (['镇水务站', '镇农业农村服务中心', '镇综治中心', '村委会', '镇民政办'])[1 + cast(floor(c * 5) as integer)] as handler_unit
    from drawn),
timed as (
    select *, cast(cast(received_at as date) + 8 as timestamp) - interval 1 microsecond as due_at,
           received_at + to_hours(cast(8 + floor(d * (case when handler_unit = '镇水务站' then 330 else 190 end)) as bigint)) as done_at
    from placed)
select '20261031-0000ca5e' as batch_id, '工单' as source_sheet, number + 4 as source_row, 'synthetic' as data_class, '' as flags, 'appeal' as ledger_kind,
       '码上办' as ledger, hash('码上办', number) as key_hash, number as content_hash, 'T' || lpad(cast(number as varchar), 7, '0') as case_id,
       (['12345', '码上办', '网格上报', '来访', null])[1 + cast(hash(number, 5) % 5 as integer)] as source_channel,
       (['投诉', '求助', '咨询', '建议', '举报'])[1 + cast(hash(number, 6) % 5 as integer)] as appeal_kind,
       (['道路水利灌溉', '饮水用电', '人居环境', '土地承包与流转', '惠农补贴', '邻里家庭', '医保社保'])[1 + cast(hash(number, 7) % 7 as integer)] as category_1,
       $town as town, (['柳沟村', '东湾村', '西渠村', '北滩村', '南湖村', '红崖村', '新墩村', '上坝村', '下坝村', '沙枣村', '榆树村', '临泉村'])[village_number] as village,
       received_at, false as received_is_day, due_at,
       case when number % 9 = 0 then due_at + interval 5 day end as ext_due_at, number % 9 = 0 as is_ext_approved,
       case when $has_closing and done_at < timestamp '2026-11-01' and d < 0.985 then done_at end as closed_at, false as closed_is_day,
       case when not $has_closing then 'unknown' when done_at < timestamp '2026-11-01' and d < 0.985 then 'closed' else 'open' end as status,
       handler_unit,
       case when $has_closing and hash(number, 8) % 10 < 9 then (['解决', '解决', '解决', '解决', '部分解决', '未解决'])[1 + cast(hash(number, 9) % 6 as integer)] end as resolved,
       case when $has_closing then (['非常满意', '满意', '满意', '基本满意', '一般', '不满意', '未评价', '未评价', '未评价'])[1 + cast(hash(number, 10) % 9 as integer)] end as satisfaction
from timed;

insert into area_record by name
select '20261031-0000a3ea' as batch_id, '村情' as source_sheet, n + 2 as source_row, 'synthetic' as data_class, '' as flags, '村情' as ledger,
       hash('area', n) as key_hash, n as content_hash, $town as town, case when n > 0 then (['柳沟村', '东湾村', '西渠村', '北滩村', '南湖村', '红崖村', '新墩村', '上坝村', '下坝村', '沙枣村', '榆树村', '临泉村'])[n] end as village,
       300 + 17 * n as households, 900 + 50 * n as residents
from range($villages + 1) as r(n);

insert into area_record by name
select '20261031-0000a3ea' as batch_id, '村情' as source_sheet, $villages + 3 as source_row, 'synthetic' as data_class, '' as flags, '村情' as ledger,
       hash('grid') as key_hash, 1000 as content_hash, $town as town, '柳沟村' as village, '第一网格' as grid;

insert into import_batch by name
select batch_id, file_name, repeat('0', 56) || right(batch_id, 8) as file_sha256, sheet, source, '' as mapping, 1 as contract_version, ledger,
       'synthetic' as data_class, date '2026-10-31' as cutoff_on, 'given' as cutoff_basis, timestamp '2026-11-01 09:00:00' as loaded_at,
       '' as encoding, 3 as header_row, columns_present, [] as dropped_columns, [] as unknown_columns, accepted as rows_read, accepted as rows_accepted,
       0 as rows_rejected, 0 as rows_skipped, '{}' as skipped, '[]' as control_totals, accepted as new_rows, 0 as changed_rows, 0 as unchanged_rows, accepted as records, 0 as rejected_cells
from (values
    ('20261031-0000ca5e', '工单导出202610.xlsx', '工单', 'appeal', '码上办',
     case when $has_closing then ['received_at', 'due_at', 'closed_at', 'resolved', 'satisfaction', 'status'] else ['received_at'] end,
     (select count(*) from case_record)),
    ('20261031-0000a3ea', '村情.xlsx', '村情', 'area', '村情', ['town', 'village'], (select count(*) from area_record))
) as b(batch_id, file_name, sheet, source, ledger, columns_present, accepted);
