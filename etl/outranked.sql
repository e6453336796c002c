-- Rows of a batch that another batch of the same day contradicts, which counts in their place: how many, by file
select other_batch.file_name, count(*) as rows
from query_table($table) mine
join query_table($table) other on other.ledger = mine.ledger and other.key_hash = mine.key_hash and other.content_hash <> mine.content_hash
join batch_order mine_batch on mine_batch.batch_id = mine.batch_id
join batch_order other_batch on other_batch.batch_id = other.batch_id
where mine.batch_id = $batch_id and other_batch.cutoff_at is not distinct from mine_batch.cutoff_at and other_batch.recency < mine_batch.recency
group by other_batch.file_name
order by rows desc, other_batch.file_name
limit 1
