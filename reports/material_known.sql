-- What a brief about an area can rest on, in one row: its name, the first and the last day that its data reach (of the books of cases where there
-- are any, else of every other), and whether anything of it is made up.
with entry as (
    select area_id, first_at, cutoff_at, true as is_case from case_book
    union all
    select area_id, cast(month_on as timestamp), cutoff_at, true from summary_all
    union all
    select area_id, cast(first_on as timestamp), cutoff_at, false from ledger_version where source not in ('fact', 'price_index')
    union all
    select area_id, cutoff_at - interval 1 day, cutoff_at, false from fact_all),
own as (
    select * from entry where $area is null or area_id = $area or starts_with(area_id, $area || '/')),
made_up as (
    select batch_id from import_batch where data_class = 'synthetic'),
holding as (
    select batch_id, area_id from case_all
    union all
    select batch_id, area_id from summary_all
    union all
    select batch_id, area_id from ledger_version
    union all
    select batch_id, area_id from fact_all),
root as (
    select name from area where parent_id is null and not is_published and level <> '未分村')
select case when $area is not null then split_part($area, '/', -1) else coalesce((select any_value(name) from root having count(*) = 1),
            (select any_value(name) from area where is_published and level = '村' and not exists (select 1 from root) having count(*) = 1)) end as place,
       cast(coalesce(min(first_at) filter (where is_case), min(first_at)) as date) as begins,
       cast(coalesce(max(cutoff_at) filter (where is_case), max(cutoff_at)) - interval 1 microsecond as date) as known_to,
       exists (select 1 from holding join made_up using (batch_id) where $area is null or area_id = $area or starts_with(area_id, $area || '/'))
           as is_synthetic
from own
