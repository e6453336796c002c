-- Days with a running count of working days, so that adding n working days is a look-up.
delete from calendar_day;
insert into calendar_day
with days as (
    select cast(day as date) as day, isodow(day) < 6 as is_weekday
    from range(cast($first as timestamp), cast($last as timestamp) + interval 1 day, interval 1 day) as span(day)),
arranged as (
    select d.day, coalesce(a.is_working_day, d.is_weekday) as is_working_day, a.day is not null as is_covered, coalesce(a.basis, '未公布放假安排，按周末推算') as basis
    from days d left join arranged_day a using (day))
select day, is_working_day, cast(sum(is_working_day::int) over (order by day) as integer), basis, is_covered from arranged;
