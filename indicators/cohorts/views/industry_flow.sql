-- One row a report on an item, with what was sown, harvested, earned and sold within its period; each of these is blank where a longer report
-- of the same book has it in it. 其中 rows are not here, and running totals only where there is nothing else, in no sum. A row of 全村 goes before
-- one that does not say.
with ranged as (
    select scoped.*, received_at as period_at, coalesce(scope = '脱贫户', false) as is_poor, coalesce(span = '累计', false) as is_running
    from scoped
    where is_whole and not coalesce(is_subset, false) and received_at >= $start_at and received_at < $end_at
    qualify not is_running or (coalesce(area_mu, yield_kg, output_value_yuan, slaughtered_count) is not null
        and bool_and(is_running) over (partition by area_id, ledger, category, item, is_poor, period_number))),
told_once as (
    select ranged.* exclude (area_mu, yield_kg, output_value_yuan, slaughtered_count),
           case when coalesce(max(case when columns(['area_mu', 'yield_kg', 'output_value_yuan', 'slaughtered_count']) is not null
                                       then received_at end) over longer < received_at, true)
                then columns(['area_mu', 'yield_kg', 'output_value_yuan', 'slaughtered_count']) end,
           village is null and exists (
               select 1 from ranged v
               where v.category is not distinct from ranged.category and v.item is not distinct from ranged.item and v.is_poor = ranged.is_poor
                 and v.period_number = ranged.period_number and starts_with(v.area_id, ranged.area_id || '/')) as is_total_above
    from ranged
    window longer as (partition by area_id, ledger, category, item, is_poor, is_running order by begins_at, period_end_on desc, scope
                      range between unbounded preceding and current row exclude group)),
opened as (
    -- how many there were when the period began: what its first report says
    select told_once.*, not is_total_above and not is_poor and not is_running as is_counted, is_running and not is_poor as is_running_alone,
           yield_kg / 1000 as yield_ton, output_value_yuan / 10000 as output_value_10k_yuan,
           case when slaughtered_count is not null
                then first_value(opening_stock_count ignore nulls) over (
                    partition by area_id, ledger, category, item, is_poor, is_running, period_number, slaughtered_count is not null
                    order by begins_at, period_end_on rows between unbounded preceding and unbounded following) end as period_opening_count,
           opening_stock_count + added_count - slaughtered_count - died_count as expected_stock_count
    from told_once)
select opened.*, period_opening_count is not null and row_number() over (
           partition by area_id, ledger, category, item, is_poor, is_running, period_number, slaughtered_count is not null
           order by begins_at, period_end_on) = 1 as is_first_of_period,
       expected_stock_count is not null and closing_stock_count is not null as is_stock_checked,
       coalesce(abs(closing_stock_count - expected_stock_count) > 0.02 * closing_stock_count, false) as is_stock_off,
       -- the residents of a village stand once, on its first row that tells what was earned
       coalesce(h.residents > 0, false) as has_residents,
       case when is_counted and output_value_yuan is not null and row_number() over (
           partition by opened.area_id, period_number, is_counted and output_value_yuan is not null
           order by begins_at, batch_id, source_row, source_part) = 1 then h.residents end as earning_residents
from opened left join (select area_id as home, residents from area where level = '村') h on h.home = opened.area_id
