-- Every record of the ledgers that state figures of a place, in every live batch: what it is about, the days it speaks of, where, when it came.
with record as (
    select 'income' as source, basis as part, batch_id, source_row, source_part, county, town, village, period_start_on as begins_on, period_end_on as ends_on
    from income_record where data_class <> 'published'
    union all
    select 'collective', null, batch_id, source_row, source_part, county, town, village, period_start_on, period_end_on
    from collective_record where data_class <> 'published'
    union all
    select 'facility', null, batch_id, source_row, source_part, county, town, village, period_start_on, period_end_on
    from facility_record where data_class <> 'published'
    union all
    select 'industry', category, batch_id, source_row, source_part, county, town, village, period_start_on, period_end_on
    from industry_record where data_class <> 'published'
    union all
    select 'profile', null, batch_id, source_row, source_part, county, town, village, period_start_on, period_end_on
    from profile_record where data_class <> 'published'
    union all
    select 'activity', kind, batch_id, source_row, source_part, county, town, village,
           coalesce(cast(held_on as date), period_start_on), coalesce(cast(held_on as date), period_end_on)
    from activity_record where data_class <> 'published'),
located as (
    select r.*, v.area_id, v.file_name, v.known_until = timestamp '9999-12-31 23:59:59.999999' as is_current
    from record r left join ledger_version v using (source, batch_id, source_row, source_part)),
-- a row that another of the same cut-off replaced has no place of its own: the place of that name in the same ledger
spelled as (
    select source, county, town, village, min(area_id) as area_id from located where area_id is not null
    group by all having count(distinct area_id) = 1),
told as (
    select l.source, l.part, l.batch_id, l.source_row, l.begins_on, l.ends_on, coalesce(l.area_id, s.area_id) as area_id, l.file_name,
           coalesce(l.is_current, false) as is_current, b.sheet, b.loaded_at
    from located l join import_batch b using (batch_id)
    left join spelled s on s.source = l.source and s.county is not distinct from l.county and s.town is not distinct from l.town
         and s.village is not distinct from l.village
    where l.begins_on is not null
    union all
    -- monthly totals: when a month came is known where only one file has it
    select 'appeal_stat', null, r.batch_id, r.source_row, r.month_on, last_day(r.month_on), r.village, r.file_name, true, r.source_sheet,
           case when count(distinct r.batch_id) over (partition by r.month_on, r.village) = 1 then b.loaded_at end
    from summary_all r join import_batch b using (batch_id) where r.data_class <> 'published')
{wanted}
