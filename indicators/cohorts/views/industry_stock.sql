-- One row a report on an item, marked where it is the last word of its period on the stock, the facilities, the posts, the households or the
-- labour. Labour is counted from January on: the last running total of the last year, or where there is none the last report.
with ranged as (
    select scoped.* replace (coalesce(labour_count, labour_county_count + labour_province_count + labour_outside_count) as labour_count),
           received_at as period_at, coalesce(scope = '脱贫户', false) as is_poor,
           labour_county_count + labour_province_count + labour_outside_count as labour_split_count
    from scoped
    where not coalesce(is_subset, false) and received_at >= $start_at and received_at < $end_at),
placed as (
    select ranged.*, row_number() over (
               partition by area_id, category, item, is_poor, period_number
               order by extract(year from received_at), span = '累计', received_at, begins_at, scope desc,
                        cutoff_at, batch_id, source_row, source_part) as place,
           village is null and exists (
               select 1 from ranged v
               where v.category is not distinct from ranged.category and v.item is not distinct from ranged.item and v.is_poor = ranged.is_poor
                 and v.period_number = ranged.period_number and starts_with(v.area_id, ranged.area_id || '/')) as is_total_above
    from ranged)
select placed.*, not is_total_above and not is_poor as is_counted, not is_total_above and is_poor as is_poor_counted,
       coalesce(place = max(case when closing_stock_count is not null then place end) over thing, false) as is_last_stock,
       coalesce(place = max(case when facility_count is not null then place end) over thing, false) as is_last_facility,
       coalesce(place = max(case when facility_area_mu is not null then place end) over thing, false) as is_last_facility_area,
       coalesce(place = max(case when driven_household_count is not null then place end) over thing, false) as is_last_driven,
       coalesce(place = max(case when post_count is not null then place end) over thing, false) as is_last_post,
       coalesce(place = max(case when labour_count is not null then place end) over thing, false) as is_last_labour,
       coalesce(place = max(case when labour_split_count is not null then place end) over thing, false) as is_last_split
from placed
window thing as (partition by area_id, category, item, is_poor, period_number)
