-- The last day that the data reach, by the books of cases where there are any, else by every other.
with entry as (
    select cutoff_at, true as is_case from case_book
    union all
    select cutoff_at, true from summary_all
    union all
    select cutoff_at, false from ledger_version where source not in ('fact', 'price_index'))
select cast(coalesce(max(cutoff_at) filter (where is_case), max(cutoff_at)) - interval 1 microsecond as date) from entry
