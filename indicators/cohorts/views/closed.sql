-- One row a case that was closed, in the period of its closing.
with placed as (
    select scoped.*, closing_at as period_at
    from scoped
    where has_closing and closing_at < as_of_at
    union all
    -- without a closing time it stands at the day received, left out by has_closing
    select scoped.*, received_at as period_at
    from scoped
    where has_closing = false)
select placed.*,
       (kind is null or kind not in ('咨询', '建议', '表扬', '感谢'))
           and coalesce(closing_resolved in ('解决', '部分解决', '未解决'), false) as is_resolution_assessed,
       coalesce(closing_resolved = '解决', false) as is_resolved,
       coalesce(closing_satisfaction in ('非常满意', '满意', '基本满意', '一般', '不满意', '非常不满意'), false) as is_valid_evaluation,
       coalesce(closing_satisfaction in ('非常满意', '满意', '基本满意'), false) as is_satisfied,
       is_redone as is_done_again, coalesce(again_at < closing_at + interval 30 days, false) as is_soon_again,
       coalesce(closing_at + interval 30 days <= as_of_at, false) as is_fix_judged,
       closing_level is not null as is_level_known, coalesce(closing_level in ('网格', '社', '村'), false) as is_village_level,
       coalesce(closing_level in ('网格', '社', '村', '镇'), false) as is_town_level,
       coalesce(closing_satisfaction in ('不满意', '非常不满意'), false) as is_dissatisfied
from placed
