-- How far the batches of one load go; null where it brought none, or none that says a day.
select max(cutoff_on) from import_batch where loaded_at = $loaded_at
