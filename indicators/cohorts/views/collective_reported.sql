-- One row a place and stretch of time, of several ledgers the one known latest. A stretch within a longer one that counts too is left out, and
-- so is a place whose own parts reported. is_last: the last whole year of the place in the period, for what cannot be added up over years.
with reported as (
    select scoped.*, received_at as period_at, date_diff('month', period_start_on, period_end_on + 1) as length_months
    from scoped
    where is_whole and received_at >= $start_at and received_at < $end_at
    qualify row_number() over (
        partition by area_id, period_start_on, period_end_on
        order by data_class = 'published', income_yuan is null, cutoff_at desc, ledger, batch_id, source_row desc) = 1),
outer_only as (
    select * from reported
    where not exists (select 1 from reported longer where longer.area_id = reported.area_id and longer.length_months > reported.length_months
                      and longer.period_start_on <= reported.period_start_on and longer.period_end_on >= reported.period_end_on)
      and not exists (select 1 from reported part where starts_with(part.area_id, reported.area_id || '/') and part.period_start_on = reported.period_start_on
                      and part.period_end_on = reported.period_end_on))
select *, length_months = 12 and row_number() over (partition by area_id, period_number, length_months order by period_end_on desc) = 1 as is_last,
       coalesce(earned_surplus_yuan < 50000, false) as is_weak
from outer_only
