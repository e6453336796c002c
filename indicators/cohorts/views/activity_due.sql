-- One row a branch and a span within which something was due of it (activity_rule), in the period in which the span ended: those that had ended
-- where its book of that year ends, of branches that told of any such activity in that year. Where a book only has a longer total, the spans
-- in it are one row; where that total does not fit the periods asked for, they are in none.
with ruled as materialized (
    select scoped.* replace (
               coalesce(branch, case when min(branch) over place = max(branch) over place then min(branch) over place end) as branch,
               coalesce(held_count, case when held_on is not null then 1 end) as held_count),
           extract(year from received_at) as year, received_at + interval 1 day as told_until, count(branch) over place > 0 as has_branches,
           {'batch': batch_id, 'line': source_row, 'part': source_part} as told_in
    from scoped
    where kind in (select kind from activity_rule where is_in_force) and (village is not null or branch is not null)
    window place as (partition by area_id)),
unit as (
    select area_id, branch, year, max(as_of_at) as known_until, arg_max(told_in, {'at': received_at, 'line': source_row}) as last_told_in
    from ruled
    where branch is not null or not has_branches
    group by all),
party_group as (
    select area_id, arg_max(party_group_count, period_end_on) as groups
    from profile_all
    where party_group_count > 0 and known_from <= $as_of_at and $as_of_at < known_until
      and area_id in (select area_id from unit group by area_id having count(distinct branch) <= 1)
    group by all),
numbered as (
    select unit.*, r.kind, r.months as due_months, case when r.per = 'party_group' then coalesce(g.groups, 1) else 1 end as due_each,
           unnest(range(0, 12 // r.months)) as place
    from unit cross join activity_rule r left join party_group g using (area_id)
    where r.is_in_force),
span as (
    select numbered.*, make_timestamp(cast(year as bigint), 1, 1, 0, 0, 0) + to_months(cast(place * due_months as integer)) as due_from,
           make_timestamp(cast(year as bigint), 1, 1, 0, 0, 0) + to_months(cast((place + 1) * due_months as integer)) as due_until
    from numbered),
ended as (
    select * from span where due_until <= known_until),
held as (
    -- single activities or totals of part of the span, whichever are more: a book may have both
    select e.area_id, e.branch, e.kind, e.due_from,
           greatest(coalesce(sum(h.held_count) filter (where h.held_on is not null), 0),
                    coalesce(sum(h.held_count) filter (where h.held_on is null), 0)) as times,
           arg_max(h.told_in, {'times': h.held_count, 'line': -h.source_row}) as told_in
    from ended e
    join ruled h on h.area_id = e.area_id and h.branch is not distinct from e.branch and h.kind = e.kind
        and h.begins_at >= e.due_from and h.received_at < e.due_until and h.held_count is not null
    group by all),
total as (
    -- reports longer than a span; the longest of those that fit
    select e.area_id, e.branch, e.kind, e.due_from, t.begins_at, t.told_until, t.held_count as times, t.told_in,
           t.is_whole and t.received_at >= $start_at and t.received_at < $end_at as is_fit
    from ended e
    join ruled t on t.area_id = e.area_id and t.branch is not distinct from e.branch and t.kind = e.kind and t.held_on is null
        and t.begins_at <= e.due_from and t.told_until >= e.due_until and date_diff('month', t.begins_at, t.period_end_on) >= e.due_months
        and t.held_count is not null
    qualify row_number() over (
        partition by e.area_id, e.branch, e.kind, e.due_from order by is_fit desc, t.begins_at, t.told_until desc, t.held_count desc) = 1),
judged as (
    select e.area_id, e.branch, e.kind, e.due_each, e.due_months,
           case when t.is_fit then t.begins_at else e.due_from end as due_from, case when t.is_fit then t.told_until else e.due_until end as due_until,
           case when t.is_fit then t.times else coalesce(h.times, 0) end as times,
           case when t.is_fit then t.told_in else coalesce(h.told_in, e.last_told_in) end as told_in
    from ended e
    left join held h on h.area_id = e.area_id and h.branch is not distinct from e.branch and h.kind = e.kind and h.due_from = e.due_from
    left join total t on t.area_id = e.area_id and t.branch is not distinct from e.branch and t.kind = e.kind and t.due_from = e.due_from
    where t.is_fit or t.is_fit is null or h.times is not null),
merged as (
    select area_id, branch, kind, due_from, due_until - interval 1 microsecond as due_end_at, any_value(told_in) as told_in,
           max(times) as times, sum(due_each) as due_count, sum(due_months) as due_months
    from judged
    group by all)
select r.* replace (m.kind as kind, m.branch as branch, case when m.times > 0 then r.held_on end as held_on, m.times as held_count),
       m.due_end_at as period_at, m.due_count, least(m.times, m.due_count) as held_within_count, m.times >= m.due_count as is_held, true as is_counted,
       case m.due_months when 1 then strftime(m.due_from, '%Y-%m')
                         when 3 then strftime(m.due_from, '%Y-Q') || extract(quarter from m.due_from)
                         when 12 then strftime(m.due_from, '%Y')
                         else strftime(m.due_from, '%Y-%m') || '/' || strftime(m.due_end_at, '%Y-%m') end as due_span
from merged m join ruled r on r.told_in = m.told_in
where m.due_from >= greatest($start_at, timestamp '0001-01-01' + to_months(cast(
    (extract(year from m.due_end_at) * 12 + extract(month from m.due_end_at) - 1) // $months * $months - 12 as integer)))
