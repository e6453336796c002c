-- Rows of the sheet by what became of them: a row is accepted where one of its records is; (row_role, rows, rejected records of accepted rows).
with record as (
    select p.source_row, p.row_role, p.row_role = 'data' and p.bits & $errors = 0 and r.source_row is null as is_accepted
    from projected p left join repeated r using (source_row, source_part)),
sheet_row as (
    select source_row, case when bool_or(is_accepted) then 'accepted' when bool_or(row_role = 'data') then 'rejected' else min(row_role) end as became,
           case when bool_or(is_accepted) then count(*) filter (where row_role = 'data' and not is_accepted) else 0 end as rejected_records
    from record group by source_row)
select became, count(*), sum(rejected_records)::bigint from sheet_row group by became;
