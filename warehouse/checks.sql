-- What must hold in every snapshot; each row returned is a failed check.
select 'rows of batch ' || batch_id || ' do not add up' as failed from batch_result where rows_read <> rows_accepted + rows_rejected + rows_skipped
union all
select 'batch ' || b.batch_id || ' holds ' || count(r.batch_id) || ' cases, not ' || b.rows_accepted
from import_batch b left join case_record r using (batch_id) where b.source not in ('area') group by b.batch_id, b.rows_accepted
having count(r.batch_id) <> b.rows_accepted
union all
select 'cases: current, superseded and unplaced do not add up'
where (select count(*) from case_current) + (select count(*) from superseded) + (select count(*) from case_unplaced where not is_superseded)
      <> (select count(*) from case_record)
union all
select 'a case stands twice in ' || ledger from (
    select c.ledger from case_current c join newest n on n.ledger = c.ledger and n.case_id = c.case_id
    group by c.ledger, c.case_id having count(*) > 1) group by ledger
union all
select 'an area of a case is not in the tree: ' || area_id
from (select area_id from case_current union select village from case_current) where area_id not in (select area_id from area)
union all
select 'synthetic and real rows in one snapshot' where (select count(distinct data_class = 'synthetic') from import_batch) > 1;
