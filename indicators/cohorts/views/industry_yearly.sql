-- One row an item and calendar year, on the last report of that year, with what was sown and earned in it and in the year before. Years are
-- comparable where their reports speak of the same months. A range or a period that does not hold the whole year has none of it.
with ranged as (
    select scoped.*, coalesce(scope = '脱贫户', false) as is_poor, extract(year from received_at) as year
    from scoped
    where not coalesce(is_subset, false) and coalesce(span = '当期', true) and extract(year from begins_at) = extract(year from received_at)),
told_once as (
    select ranged.* exclude (area_mu, output_value_yuan),
           case when coalesce(max(case when columns(['area_mu', 'output_value_yuan']) is not null then received_at end) over longer < received_at, true)
                then columns(['area_mu', 'output_value_yuan']) end
    from ranged
    window longer as (partition by area_id, ledger, category, item, is_poor order by begins_at, period_end_on desc, scope
                      range between unbounded preceding and current row exclude group)),
yearly as (
    select area_id, ledger, category, item, year, sum(area_mu) as area_mu, sum(output_value_yuan) as output_value_yuan,
           list_sort(list(strftime(begins_at, '%m%d') || strftime(received_at, '%m%d')) filter (where area_mu is not null)) as area_days,
           list_sort(list(strftime(begins_at, '%m%d') || strftime(received_at, '%m%d')) filter (where output_value_yuan is not null)) as value_days
    from told_once where not is_poor group by all),
latest as (
    select * from told_once
    where not is_poor
    qualify row_number() over (
        partition by area_id, ledger, category, item, year
        order by received_at desc, begins_at, cutoff_at desc, batch_id, source_row desc, source_part desc) = 1),
compared as (
    select latest.* replace (this.area_mu as area_mu, this.output_value_yuan as output_value_yuan), latest.received_at as period_at,
           before.area_mu as previous_area_mu, before.output_value_yuan as previous_output_value_yuan,
           this.area_mu - before.area_mu as area_change_mu, this.output_value_yuan - before.output_value_yuan as output_value_change_yuan,
           coalesce(this.area_days = before.area_days, false) as is_area_comparable,
           coalesce(this.value_days = before.value_days, false) as is_value_comparable
    from latest
    join yearly this on this.area_id = latest.area_id and this.ledger = latest.ledger and this.category is not distinct from latest.category
        and this.item is not distinct from latest.item and this.year = latest.year
    left join yearly before on before.area_id = latest.area_id and before.ledger = latest.ledger
        and before.category is not distinct from latest.category and before.item is not distinct from latest.item and before.year = latest.year - 1)
select judged.*, not is_total_above as is_counted
from (select compared.*, village is null and exists (
          select 1 from compared v
          where v.category is not distinct from compared.category and v.item is not distinct from compared.item and v.year = compared.year
            and starts_with(v.area_id, compared.area_id || '/')) as is_total_above
      from compared) judged
where $months >= 12 and make_timestamp(cast(year as bigint), 1, 1, 0, 0, 0) >= $start_at
