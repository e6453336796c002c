-- The cases as they stood at as_of_at: a case closed later is open again, and what came with the closing is not known yet.
-- closing_at is the closing on file, which may lie later; a cohort that uses it says so in its conditions.
select file_name, source_sheet, source_row, batch_id, data_class, case_id, ledger, town, village, area_id,
       source_channel, appeal_kind, category_1, category_2, category_3, handler_unit,
       received_at, effective_due_at, due_basis, due_rule, closed_at as closing_at, as_of_at, is_unseen, is_on_time_reported,
       has_closing, has_resolved, has_satisfaction,
       not has_closing or effective_due_at is not null as has_deadline,
       has_closing or is_on_time_reported is not null as has_timing,
       not has_closing and is_on_time_reported is not null as is_reported,
       coalesce(due_basis = 'default', false) as is_default_due,
       case when closed_at < as_of_at then closed_at end as closed_at,
       case when closed_at < as_of_at then elapsed_days end as elapsed_days,
       case when closed_at is null or closed_at < as_of_at then status else 'open' end as status,
       case when closed_at is null or closed_at < as_of_at then resolved end as resolved,
       case when closed_at is null or closed_at < as_of_at then satisfaction end as satisfaction
from dated
where received_at < as_of_at and exclude_reason is null and ledger_kind = 'appeal'
