-- Cases that look like a township's: hour and day of receipt spread over 36 months, one in twenty open, one in eight late.
create table generated as
with numbered as (
    select i, timestamp '2023-11-01' + to_seconds(cast((i * 94694400.0) / $cases as bigint)) as received_at, cast(hash(i) % 1000 as integer) as chance
    from range($cases) as span(i)),
closing as (
    select *, case when chance % 20 = 0 and i * 10 > $cases * 9 and $edition = 1 then null
                   else received_at + to_seconds(3600 + 86400 * (chance % 8) + chance * 60) end as closed_at
    from numbered)
select 'YH' || lpad(cast(i as varchar), 10, '0') as a,
       ['12345', '码上办', '网格上报', '来访'][chance % 4 + 1] as b,
       ['投诉', '求助', '咨询', '建议', '举报'][chance % 5 + 1] as c,
       ['道路水利灌溉', '饮水用电', '人居环境', '邻里家庭', '惠农补贴', '土地承包与流转'][chance % 6 + 1] as d,
       '云禾镇' as e,
       '第' || cast(chance % 24 + 1 as varchar) || '村' as f,
       strftime(received_at, '%Y-%m-%d %H:%M:%S') as g,
       strftime(received_at + interval 1 hour, '%Y-%m-%d %H:%M:%S') as h,
       strftime(received_at + interval 7 day, '%Y-%m-%d') as i,
       strftime(closed_at, '%Y-%m-%d %H:%M:%S') as j,
       case when closed_at is null then '办理中' else '已办结' end as k,
       ['镇水务站', '镇综治中心', '镇民政办', '镇自然资源所'][chance % 4 + 1] as l,
       case when closed_at is not null then ['解决', '解决', '解决', '部分解决', '未解决'][chance % 5 + 1] end as m,
       case when closed_at is not null and chance % 5 < 3 then ['满意', '非常满意', '不满意'][chance % 3 + 1] end as n
from closing;
