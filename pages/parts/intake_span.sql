-- How far the batches of one load go that bring anything new; null where none does, or none says a day.
select max(cutoff_on) from import_batch where loaded_at = $loaded_at and new_rows + changed_rows > 0
