-- The cases in the scope as they stood at as_of_at, those that count in nothing too. What the file says of the closing is closing_…, and
-- may be later than as_of_at: a cohort that uses it says so in its conditions. Columns only carried along are put in by cohort.py.
select received_at, received_is_day, as_of_at, is_version_known, source_channel as channel, appeal_kind as kind, category_1 as dispute_type, ledger_kind,
       coalesce(unseen_at <= as_of_at, false) as is_unseen, unseen_at,
       is_on_time_reported, due_rule, is_due_uncovered, original_due_at, exclude_reason, excluded_at,
       -- closed for the first time and not yet opened again
       first_closed_at is not null and first_closed_at < as_of_at and coalesce(closed_at >= as_of_at, true)
           and not coalesce(reopened_at < as_of_at, is_version_known) as is_first_closing,
       case when is_first_closing then first_closed_at else closed_at end as closing_at,
       case when is_first_closing then first_elapsed_days when closed_at < as_of_at then elapsed_days end as elapsed_days,
       case when not is_first_closing then resolved end as closing_resolved,
       case when coalesce(revisited_at < as_of_at, is_version_known) then satisfaction end as closing_satisfaction,
       case when not is_first_closing then handled_level end as closing_level,
       coalesce(revisited_at < as_of_at, is_revisited and is_version_known, false) as is_asked,
       coalesce(reopened_at < as_of_at, (coalesce(redo_count, 0) > 0 or first_closed_at is not null) and is_version_known) as is_redone,
       extended_due_at is not null and coalesce(ext_approved_at < as_of_at, is_version_known) as is_extended,
       case when is_extended then extended_due_at else original_due_at end as effective_due_at,
       exclude_reason is not null and coalesce(excluded_at < as_of_at, is_version_known) as is_excluded,
       coalesce(merged_until >= as_of_at, false) as is_merged,
       coalesce(is_repeat, false) or is_matter_repeat as is_again,
       case when again_at < as_of_at then again_at end as again_at,
       has_closing, has_resolved and not is_first_closing as has_resolved, has_satisfaction and (is_version_known or has_revisit_time) as has_satisfaction,
       has_revisit and (is_version_known or has_revisit_time) as has_revisit, has_redo and (is_version_known or has_reopen_time) as has_redo,
       has_dispatch, has_signing, has_contact, has_channel, has_level and not is_first_closing as has_level, has_extension, has_notice, has_repeat,
       not has_closing or effective_due_at is not null as has_deadline, not has_closing or original_due_at is not null as has_original_deadline,
       has_closing and not (is_excluded and coalesce(excluded_at, closing_at) is null) as has_follow_up,
       village in (select area_id from area where residents > 0) as has_residents,
       has_closing or is_on_time_reported is not null as has_timing,
       not has_closing and is_on_time_reported is not null as is_reported,
       not is_extended and coalesce(original_due_basis = 'default', false) as is_default_due,
       case when dispatched_at < as_of_at then dispatched_at end as handed_at, case when signed_at < as_of_at then signed_at end as taken_at,
       case when first_contact_at < as_of_at then first_contact_at end as contacted_at, is_reply_wanted,
       case when notified_at < as_of_at then notified_at end as told_at,
       case when accepted_at < as_of_at then accepted_at end as taken_on_at, case when started_at < as_of_at then started_at end as begun_at,
       case when not is_first_closing then outcome end as closing_outcome, case when not is_first_closing then agreement_form end as closing_form,
       perform_due_at, performance = '已履行' and coalesce(performed_at < as_of_at, is_version_known) as is_carried_out,
       case when confirmed_at < as_of_at then confirmed_at end as confirmed_at, has_outcome and not is_first_closing as has_outcome, has_start,
       has_agreement, has_performance and (is_version_known or has_perform_time) as has_performance, has_confirmation,
       case when recurred_at < as_of_at then recurred_at end as broke_out_at, recurred_at is null and is_recurred and is_version_known as is_undated_recurrence,
       has_recurrence and (is_version_known or has_recur_time) as has_recurrence
       {carried}
from dated
where received_at < as_of_at
