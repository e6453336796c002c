-- A county's cases: towns of up to 25 villages, of which each is slower or quicker by itself; every column drawn apart from the others.
create macro draw(i, about, upto) as cast(hash(i, about) % upto as integer);
create table generated as
with numbered as (
    select i, timestamp '2023-11-01' + to_seconds(cast((i * 94694400.0) / $cases as bigint)) as received_at, draw(i, 'place', $villages) as place
    from range($cases) as span(i)),
closing as (
    select *, 'T' || lpad(cast(place // 25 + 1 as varchar), 2, '0') || '镇' as town,
           case when draw(i, 'open', 20) = 0 and i * 10 > $cases * 9 then null
                else received_at + to_seconds(3600 + draw(i, 'seconds', 86400) + 86400 * (draw(i, 'days', 8)
                                              + case when draw(i, 'late', 100) < draw(place, 'slow', 25) then 6 else 0 end)) end as closed_at
    from numbered)
select 'GD' || lpad(cast(i as varchar), 10, '0') as a,
       ['12345', '码上办', '网格上报', '来访'][draw(i, 'channel', 4) + 1] as b,
       ['投诉', '求助', '咨询', '建议', '举报'][draw(i, 'kind', 5) + 1] as c,
       ['道路水利灌溉', '饮水用电', '人居环境', '邻里家庭', '惠农补贴', '土地承包与流转'][draw(i, 'category', 6) + 1] as d,
       town as e,
       '第' || cast(place + 1 as varchar) || '村' as f,
       strftime(received_at, '%Y-%m-%d %H:%M:%S') as g,
       strftime(received_at + interval 1 hour, '%Y-%m-%d %H:%M:%S') as h,
       strftime(received_at + interval 7 day, '%Y-%m-%d') as i,
       strftime(closed_at, '%Y-%m-%d %H:%M:%S') as j,
       case when closed_at is null then '办理中' else '已办结' end as k,
       town || ['水务站', '综治中心', '民政办', '自然资源所'][draw(i, 'unit', 4) + 1] as l,
       case when closed_at is not null then ['解决', '解决', '解决', '部分解决', '未解决'][draw(i, 'resolved', 5) + 1] end as m,
       case when closed_at is not null and draw(i, 'asked', 5) < 3 then ['满意', '非常满意', '不满意'][draw(i, 'said', 3) + 1] end as n
from closing;
