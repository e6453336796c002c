-- What the snapshot holds, in one row.
with entry as (
    select first_at as received_at, cutoff_at, true as is_case from case_book
    union all
    select cast(month_on as timestamp), cutoff_at, true from summary_all
    union all
    select cast(first_on as timestamp), cutoff_at, false from ledger_version where source not in ('fact', 'price_index')
    union all
    select cutoff_at - interval 1 day, cutoff_at, false from fact_all where not exists (select 1 from case_book))
select (select cast(coalesce(sum(cases), 0) as bigint) from case_book) as cases,
       (select count(*) from summary_all) as totals,
       (select count(*) from ledger_version where source not in ('fact', 'price_index')) as records,
       (select count(*) from fact_all) as facts,
       (select min(first_at) from case_book) as first_at,
       (select coalesce(min(received_at) filter (where is_case), min(received_at)) from entry) as first_entry_at,
       (select coalesce(max(cutoff_at) filter (where is_case), max(cutoff_at)) from entry) as last_before,
       (select max(cutoff_at) from ledger_version) as last_record_before,
       exists (select 1 from import_batch where data_class = 'synthetic') as is_synthetic,
       (select count(*) from area where not is_confirmed and level <> '未分村') as unconfirmed_areas,
       (select count(*) from case_unplaced) as unplaced_cases,
       (select count(*) from import_batch) as batches,
       (select max(loaded_at) from import_batch) as loaded_at
