-- One row a case that was closed, in the period of its closing. A case without a closing time stands at the day received, left out by has_closing.
select scoped.*,
       case when has_closing then closed_at else received_at end as period_at,
       (appeal_kind is null or appeal_kind not in ('咨询', '建议', '表扬', '感谢'))
           and coalesce(resolved in ('解决', '部分解决', '未解决'), false) as is_resolution_assessed,
       coalesce(resolved = '解决', false) as is_resolved,
       coalesce(satisfaction in ('非常满意', '满意', '基本满意', '一般', '不满意', '非常不满意'), false) as is_valid_evaluation,
       coalesce(satisfaction in ('非常满意', '满意', '基本满意'), false) as is_satisfied
from scoped
where not has_closing or closed_at is not null
