-- What the snapshot holds, in one row.
with entry as (
    select received_at, cutoff_at from case_all
    union all
    select cast(month_on as timestamp), cutoff_at from summary_all)
select (select count(*) from case_all) as cases,
       (select count(*) from summary_all) as totals,
       (select min(received_at) from case_all) as first_at,
       (select min(received_at) from entry) as first_entry_at,
       (select max(cutoff_at) from entry) as last_before,
       exists (select 1 from import_batch where data_class = 'synthetic') as is_synthetic,
       (select count(*) from area where not is_confirmed and level <> '未分村') as unconfirmed_areas,
       (select count(*) from case_unplaced) as unplaced_cases,
       (select count(*) from import_batch) as batches
