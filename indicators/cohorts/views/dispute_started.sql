-- One row a dispute whose mediation has begun, in the period in which it did; the conclusion stands in where no beginning is recorded.
with placed as (
    select scoped.*, coalesce(begun_at, case when closing_at < as_of_at then closing_at end) as period_at
    from scoped)
select placed.*, coalesce(closing_at < as_of_at and closing_outcome = '成功', false) as is_settled
from placed
where period_at is not null
