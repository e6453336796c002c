-- One row a case handed on, those sent back too, in the period of its dispatch; judged once it was answered or its limit has passed.
with limited as (
    select listed.*, coalesce(handed_at, received_at) as period_at,
           handed_at + (select to_hours(max(amount)) from deadline_rule
                        where measure = 'sign' and is_in_force and unit = 'hour' and appeal_kind is null and source_channel is null) as sign_due_at,
           coalesce(handed_at, received_at) + (select to_hours(max(amount)) from deadline_rule
                        where measure = 'respond' and is_in_force and unit = 'hour' and appeal_kind is null and source_channel is null) as contact_due_at
    from listed
    where not is_merged)
select limited.*, not is_excluded and coalesce(taken_at is not null or sign_due_at < as_of_at, false) and sign_due_at is not null as is_sign_judged,
       coalesce(taken_at <= sign_due_at, false) as is_signed_on_time,
       not is_excluded and coalesce(is_reply_wanted, true) and (contacted_at is not null or contact_due_at < as_of_at)
           and contact_due_at is not null as is_contact_judged,
       coalesce(contacted_at <= contact_due_at, false) as is_contacted_on_time,
       is_excluded and exclude_reason in ('退回', '退回成功', '转110') as is_sent_back
from limited
