-- One row a place, basis and definition in each period: the last report of those that cover the longest stretch of it, so that a year's figure
-- never stands beside a quarter's. A place whose own parts reported stands back. Beside it the same stretch of the year before (never across
-- a definition or a basis), consumer prices, and how the villages of its town stand.
with told as not materialized (
    select batch_id, source_row, source_part, area_id, town, basis, definition, period_start_on, period_end_on, disposable_yuan, cutoff_at
    from dated
    where received_at < as_of_at and village is not null and data_class <> 'published'
    qualify row_number() over (partition by area_id, basis, definition, period_start_on, period_end_on order by cutoff_at desc, ledger, batch_id, source_row desc) = 1),
town_stretch as (
    select t.town, t.basis, t.definition, t.period_start_on, t.period_end_on, count(t.disposable_yuan) as villages, median(t.disposable_yuan) as median_yuan,
           count(t.disposable_yuan / nullif(b.disposable_yuan, 0)) as villages_grown,
           median(100 * (t.disposable_yuan / nullif(b.disposable_yuan, 0) - 1)) as median_growth_percent
    from told t left join told b on b.area_id = t.area_id and b.basis = t.basis and b.definition = t.definition
         and b.period_start_on + interval 1 year = t.period_start_on and b.period_end_on + interval 1 day + interval 1 year = t.period_end_on + interval 1 day
    group by all),
price as (
    select area_id, period_start_on, period_end_on, index_last_year_100
    from price_index_all
    where scope in ('农村', '全体') and known_from <= $as_of_at and $as_of_at < known_until
    qualify row_number() over (partition by area_id, period_start_on, period_end_on order by scope = '全体', cutoff_at desc, ledger, source_row desc) = 1),
alone as (select count(distinct area_id) = 1 as is_alone from price),
reported as (
    select scoped.*, received_at as period_at, date_diff('month', period_start_on, period_end_on + 1) as length_months,
           row_number() over (
               partition by area_id, basis, definition, period_start_on, period_end_on
               order by data_class = 'published', disposable_yuan is null, cutoff_at desc, ledger, batch_id, source_row desc) as version
    from scoped),
latest as (select * exclude (version) from reported where version = 1 and length_months <= 12),
bounded as (
    select *, max(length_months) over (partition by period_number, basis, definition) as longest_months
    from latest
    where is_whole and period_at >= $start_at and period_at < $end_at),
last as (
    select * from bounded
    where length_months = longest_months
    qualify row_number() over (partition by area_id, basis, definition, period_number order by period_end_on desc) = 1),
whole as (
    select * from last
    where not exists (select 1 from last part where part.period_number = last.period_number and part.basis = last.basis and part.definition = last.definition
                      and starts_with(part.area_id, last.area_id || '/')))
select w.*, w.disposable_yuan is not null as has_income_level, b.disposable_yuan as last_year_yuan,
       100 * (w.disposable_yuan / nullif(b.disposable_yuan, 0) - 1) as growth_percent, growth_percent is not null as has_last_year,
       p.index_last_year_100, p.index_last_year_100 is not null as has_price_index,
       100 * ((1 + growth_percent / 100) / (nullif(p.index_last_year_100, 0) / 100) - 1) as real_growth_percent,
       t.median_yuan as town_median_yuan, w.village is not null and w.data_class <> 'published' and coalesce(t.villages >= 3, false) as has_town_median,
       100 * w.disposable_yuan / nullif(t.median_yuan, 0) as town_median_percent,
       w.village is not null and w.data_class <> 'published' and coalesce(t.villages_grown >= 3, false) as has_town_growth, t.median_growth_percent as town_growth_percent,
       growth_percent - t.median_growth_percent as growth_gap_points,
       w.wage_yuan + w.business_yuan + w.property_yuan + w.transfer_yuan as components_yuan, components_yuan is not null as has_components,
       list_contains(string_split(w.flags, ','), 'rounded') as is_rounded,
       regexp_matches(w.flags, '(^|,)disposable_yuan:(approx|lower|upper|range)') as is_bounded
from whole w cross join alone
left join latest b on b.area_id = w.area_id and b.basis = w.basis and b.definition = w.definition
     and b.period_start_on + interval 1 year = w.period_start_on and b.period_end_on + interval 1 day + interval 1 year = w.period_end_on + interval 1 day
left join price p on p.period_start_on = w.period_start_on and p.period_end_on = w.period_end_on
     and (alone.is_alone or starts_with(w.area_id || '/', p.area_id || '/'))
left join town_stretch t on t.town = w.town and t.basis = w.basis and t.definition = w.definition
     and t.period_start_on = w.period_start_on and t.period_end_on = w.period_end_on
