-- What must hold in every snapshot; each row returned is a failed check.
select 'rows of batch ' || batch_id || ' do not add up' as failed from batch_result where rows_read <> rows_accepted + rows_rejected + rows_skipped
union all
-- a batch of an older snapshot does not say its records: it had one for each row
select 'batch ' || b.batch_id || ' holds ' || count(r.batch_id) || ' rows, not ' || coalesce(b.records, b.rows_accepted)
from import_batch b
left join (select batch_id from case_record union all select batch_id from area_record union all select batch_id from appeal_stat_record
           union all select batch_id from ledger_row) r using (batch_id)
group by b.batch_id, b.records, b.rows_accepted having count(r.batch_id) <> coalesce(b.records, b.rows_accepted)
union all
select 'cases: versions, repetitions and unplaced do not add up'
where (select count(*) from case_version) + (select count(*) from repeated_row) + (select count(*) from case_unplaced u join case_record using (batch_id, source_row) where not u.is_repeated)
      <> (select count(*) from case_record)
union all
select 'ledgers: versions and unplaced do not add up'
where (select count(*) from ledger_version where known_until = ever())
      <> (select count(distinct (r.source, r.ledger, p.area_id, r.subject_hash)) from ledger_row r join ledger_place p on names_place(r, p) where p.area_id is not null)
   or (select count(*) from ledger_row r join ledger_place p on names_place(r, p)) <> (select count(*) from ledger_row)
   or (select count(*) from ledger_row r join ledger_place p on names_place(r, p) join case_unplaced u using (batch_id, source_row) where p.area_id is not null) > 0
union all
select 'a case stands twice at one moment in ' || ledger from (
    select c.ledger from case_version c join (select distinct ledger, case_id from held) n using (ledger, case_id)
    where c.known_until = timestamp '9999-12-31 23:59:59.999999' group by c.ledger, c.case_id having count(*) > 1) group by ledger
union all
select 'an area is not in the tree: ' || area_id
from (select area_id from case_version union select village from case_version union select village from summary_current union select area_id from ledger_version
      union select parent_id from area where parent_id is not null) where area_id not in (select area_id from area)
union all
select 'synthetic and real rows in one snapshot'
where (select count(distinct data_class) from import_batch where data_class <> 'published') > 1;
