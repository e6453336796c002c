-- The cases in the scope, known up to as_of_at. What the file says of the closing is closing_…, and may be later than as_of_at:
-- a cohort that uses it says so in its conditions. Columns that are only carried along are put in by cohort.py.
select {carried}
       received_at, effective_due_at, due_rule, as_of_at, coalesce(unseen_at <= as_of_at, false) as is_unseen, is_on_time_reported, has_closing, has_resolved, has_satisfaction,
       closed_at as closing_at, resolved as closing_resolved, satisfaction as closing_satisfaction, appeal_kind as kind,
       case when closed_at < as_of_at then elapsed_days end as elapsed_days,
       not has_closing or effective_due_at is not null as has_deadline,
       has_closing or is_on_time_reported is not null as has_timing,
       not has_closing and is_on_time_reported is not null as is_reported,
       coalesce(due_basis = 'default', false) as is_default_due
from dated
where received_at < as_of_at and exclude_reason is null and ledger_kind = 'appeal'
