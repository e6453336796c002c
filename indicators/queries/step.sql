-- One step of the handling, over the closed cases that have both its ends
, step as (
    select case when not received_is_day and {to} >= {from} then (epoch({to}) - epoch({from})) / 3600.0 end as hours
    from cohort where has_closing)
select count(hours), count(*) - count(hours), quantile_cont(hours, 0.5), quantile_cont(hours, 0.9) from step
