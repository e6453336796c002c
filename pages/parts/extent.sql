-- What the snapshot holds, in one row.
select (select count(*) from case_all) as cases,
       (select min(received_at) from case_all) as first_at,
       (select max(cutoff_at) from case_all) as last_before,
       exists (select 1 from import_batch where data_class = 'synthetic') as is_synthetic,
       (select count(*) from area where not is_confirmed and level <> '未分村') as unconfirmed_areas,
       (select count(*) from case_unplaced) as unplaced_cases,
       (select count(*) from import_batch) as batches
