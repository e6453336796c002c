-- One row a dispute taken on, in the period in which it was; the registration stands in where that is not recorded.
select scoped.*, coalesce(taken_on_at, received_at) as period_at, coalesce(closing_at < as_of_at and closing_outcome = '成功', false) as is_settled
from scoped
