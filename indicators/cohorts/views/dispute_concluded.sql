-- One row a dispute that has come to its end, in the period in which it did. Whether a settlement lasted is judged after six months.
with placed as (
    select scoped.*, closing_at as period_at
    from scoped
    where has_closing and closing_at < as_of_at
    union all
    select scoped.*, received_at as period_at
    from scoped
    where has_closing = false)
select placed.*, coalesce(closing_outcome = '成功', false) as is_settled, coalesce(closing_outcome = '不成', false) as is_failed,
       coalesce(closing_level in ('网格', '社', '村'), false) as is_village_level,
       coalesce(closing_level in ('网格', '社', '村', '镇'), false) as is_town_level,
       coalesce(closing_outcome in ('移送上级', '诉讼') or closing_level in ('县及以上', '司法'), false) as is_escalated,
       coalesce(closing_form = '书面', false) as is_written, confirmed_at is not null as is_confirmed,
       coalesce(closing_outcome = '成功' and closing_at + interval 6 months <= as_of_at, false) as is_recurrence_judged,
       coalesce(broke_out_at <= closing_at + interval 6 months, is_undated_recurrence, false) as is_broken_out
from placed
