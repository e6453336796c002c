-- The last day that a snapshot knows its cases up to
select max(cutoff_on) from import_batch where source in ('appeal', 'dispute')
