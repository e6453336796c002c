-- Days with a running count of working days, so that adding n working days is a look-up.
create or replace table calendar_day as
with days as (
    select cast(day as date) as day, isodow(day) < 6 as is_working_day
    from range(cast($first as timestamp), cast($last as timestamp) + interval 1 day, interval 1 day) as span(day))
select day, is_working_day, cast(sum(is_working_day::int) over (order by day) as integer) as working_ordinal, $basis as basis from days;
