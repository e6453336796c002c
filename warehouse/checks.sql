-- What must hold in every snapshot; each row returned is a failed check.
select 'rows of batch ' || batch_id || ' do not add up' as failed from batch_result where rows_read <> rows_accepted + rows_rejected + rows_skipped
union all
select 'batch ' || b.batch_id || ' holds ' || count(r.batch_id) || ' rows, not ' || b.rows_accepted
from import_batch b
left join (select batch_id from case_record union all select batch_id from area_record union all select batch_id from appeal_stat_record) r using (batch_id)
group by b.batch_id, b.rows_accepted having count(r.batch_id) <> b.rows_accepted
union all
select 'cases: versions, repetitions and unplaced do not add up'
where (select count(*) from case_version) + (select count(*) from repeated_row) + (select count(*) from case_unplaced where not is_repeated)
      <> (select count(*) from case_record) + (select count(*) from case_unplaced u join appeal_stat_record using (batch_id, source_row))
union all
select 'a case stands twice at one moment in ' || ledger from (
    select c.ledger from case_version c join (select distinct ledger, case_id from held) n using (ledger, case_id)
    where c.known_until = timestamp '9999-12-31 23:59:59.999999' group by c.ledger, c.case_id having count(*) > 1) group by ledger
union all
select 'an area of a case is not in the tree: ' || area_id
from (select area_id from case_version union select village from case_version union select village from summary_current) where area_id not in (select area_id from area)
union all
select 'synthetic and real rows in one snapshot' where (select count(distinct data_class = 'synthetic') from import_batch) > 1;
