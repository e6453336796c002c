-- The projects in the scope as they stood at as_of_at. What the file says without a date holds from the day the file is known for. A project
-- that was called off is excluded; a plan that gives only years is over with the last of them.
select * exclude (started_on, finished_on, accepted_on, planned_start_on, planned_finish_on), false as is_merged,
       cutoff_at <= as_of_at as is_version_known, is_version_known and status = '取消' as is_excluded,
       case when is_version_known then status end as project_status,
       cast(planned_start_on as date) as planned_start_on, coalesce(cast(planned_finish_on as date), planned_span_end_on) as planned_finish_on,
       case when started_on < as_of_at then cast(started_on as date) end as started_on,
       case when coalesce(finished_on, accepted_on) < as_of_at then cast(coalesce(finished_on, accepted_on) as date) end as finished_on,
       case when accepted_on < as_of_at then cast(accepted_on as date) end as accepted_on,
       cast(planned_start_on as date) + interval 1 day - interval 1 microsecond as start_due_at,
       coalesce(cast(planned_finish_on as date), planned_span_end_on) + interval 1 day - interval 1 microsecond as finish_due_at,
       planned_start_on is not null as has_planned_start, coalesce(cast(planned_finish_on as date), planned_span_end_on) is not null as has_planned_finish,
       coalesce(finished_on, accepted_on) < as_of_at or (is_version_known and status = '完工') as is_finished_known,
       coalesce(is_finished_known, false) as is_finished,
       coalesce(started_on < as_of_at or (is_version_known and status in ('在建', '完工', '停工')), false) or is_finished as is_started,
       not is_finished or coalesce(finished_on, accepted_on) < as_of_at as has_finish_date,
       planned_investment_yuan is not null and completed_investment_yuan is not null as has_investments,
       year_plan_yuan is not null and year_completed_yuan is not null as has_year_investments,
       is_version_known and status = '停工' as is_paused,
       regexp_matches(flags, '(^|,)[a-z_]+_yuan:(approx|lower|upper|range)') as is_bounded
from dated
where received_at < as_of_at
