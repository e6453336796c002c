-- Which months of which ledger and channel each batch of cases has, for which place.
select b.source, c.stream, c.area_id, c.received_from, c.cutoff_at, cast(b.loaded_at as date) as loaded_on
from batch_coverage c join import_batch b using (batch_id) where b.source in ('appeal', 'dispute') and b.data_class <> 'published'
