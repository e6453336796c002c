-- The cases that fell due, late and in time: how many there are, how many tell every step, and the hours of each step.
-- A stamp that fewer than $least of the cases with any stamp have is left out, and its time goes to the step that follows on from before it.
, judged as materialized (
    select {group} as grouped, not is_on_time as is_late, is_closed, received_is_day, received_at, handed_at, taken_at, contacted_at, closing_at
    from cohort where has_timing and has_deadline),
written as (
    select count(handed_at) as handed, count(taken_at) as taken, count(contacted_at) as contacted,
           $least * count(coalesce(handed_at, taken_at, contacted_at)) as enough
    from judged where is_closed and not received_is_day),
chosen as (
    select handed > 0 and handed >= enough as has_handed, taken > 0 and taken >= enough as has_taken, contacted > 0 and contacted >= enough as has_contacted
    from written),
stamped as (
    select judged.*, [received_at] || case when has_handed then [handed_at] else cast([] as timestamp[]) end
                     || case when has_taken then [taken_at] else cast([] as timestamp[]) end
                     || case when has_contacted then [contacted_at] else cast([] as timestamp[]) end || [closing_at] as stamps
    from judged, chosen),
told as (
    select grouped, is_late, is_closed, stamps,
           is_closed and not received_is_day and len(stamps) > 2 and list_count(stamps) = len(stamps) and stamps = list_sort(stamps) as is_told
    from stamped),
timed as (
    select grouped, is_late, place, (epoch(stamps[place + 1]) - epoch(stamps[place])) / 3600.0 as hours
    from told, unnest(range(1, len(stamps))) as step(place)
    where is_told)
select grouped, is_late, 0 as place, count(*), count(*) filter (where is_closed), count(*) filter (where is_told), cast(null as double) as hours,
       (select [has_handed, has_taken, has_contacted] from chosen) as has_stamps
from told group by all
union all
select grouped, is_late, place, null, null, null, sum(hours), null from timed group by all
order by all
