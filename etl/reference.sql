-- Days with a running count of working days, so that adding n working days is a look-up. `arranged_day` holds the days that a holiday
-- arrangement or the town says something of; a year up to $announced has an arrangement, later ones only where the town wrote one.
delete from calendar_day;
insert into calendar_day
with days as (
    select cast(day as date) as day, isodow(day) < 6 as is_weekday, year(day) as year
    from range(timestamp '2005-01-01', timestamp '2041-01-01', interval 1 day) as span(day)),
town_year as (select distinct year(day) as year from arranged_day where basis <> $official),
arranged as (
    select d.day, coalesce(a.is_working_day, d.is_weekday) as is_working_day, d.year <= $announced or t.year is not null as is_covered,
           coalesce(a.basis, case when d.year <= $announced then $official when t.year is not null then '镇里的工作日调整'
                                  else '未公布放假安排，按周末推算' end) as basis
    from days d left join arranged_day a using (day) left join town_year t using (year))
select day, is_working_day, cast(sum(is_working_day::int) over (order by day) as integer), basis, is_covered from arranged;
