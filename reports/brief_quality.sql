-- What became of everything that was read, and what is unsure about places; whatever the area.
select count(*) as sheets, coalesce(cast(sum(rows_read) as bigint), 0) as read, coalesce(cast(sum(rows_accepted) as bigint), 0) as accepted,
       coalesce(cast(sum(rows_rejected) as bigint), 0) as rejected, coalesce(cast(sum(rows_skipped) as bigint), 0) as skipped,
       (select coalesce(cast(sum(changed_rows) as bigint), 0) from import_batch) as changed,
       (select coalesce(cast(sum(rejected_cells) as bigint), 0) from import_batch) as emptied,
       (select count(*) from area where not is_confirmed and level <> '未分村' and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))) as unconfirmed,
       (select count(*) from case_unplaced) as unplaced
from batch_result
