-- A county's disputes, registered by the day, with what became of them.
create macro draw(i, about, upto) as cast(hash(i, about) % upto as integer);
create table generated as
with numbered as (
    select i, date '2023-11-01' + cast((i * 1096.0) / $cases as integer) as received_on, draw(i, 'place', $villages) as place
    from range($cases) as span(i)),
closing as (
    select *, received_on + draw(i, 'begun', 5) as started_on,
           case when draw(i, 'open', 20) > 0 or i * 10 < $cases * 9 then received_on + 5 + draw(i, 'days', 40) end as closed_on
    from numbered)
select 'JF' || lpad(cast(i as varchar), 10, '0') as a,
       ['邻里', '婚姻家庭', '房屋宅基地', '山林土地'][draw(i, 'category', 4) + 1] as b,
       'T' || lpad(cast(place // 25 + 1 as varchar), 2, '0') || '镇' as c,
       '第' || cast(place + 1 as varchar) || '村' as d,
       received_on as e, started_on as f, received_on + 30 as g, closed_on as h,
       case when closed_on is null then '调处中' else '已调结' end as i,
       case when closed_on is not null then ['成功', '成功', '成功', '不成'][draw(i, 'outcome', 4) + 1] end as j,
       case when closed_on is not null then ['村', '村', '镇', '网格'][draw(i, 'level', 4) + 1] end as k
from closing;
