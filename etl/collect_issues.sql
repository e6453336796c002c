-- One row_issue per finding that holds on a data row, and one per repeated key.
insert into row_issue
select $batch_id, $sheet, p.source_row, f.column_name, masked(p.raw[f.position]),
       coalesce(f.message, moment_problem(p.raw[f.position])), f.severity
from projected p join finding f on (p.bits >> f.bit) & 1 = 1
where p.bits <> 0
union all
select $batch_id, $sheet, r.source_row, $key_name, null,
       case when r.is_same then '与第 ' || r.first_row || ' 行完全重复' else '与第 ' || r.first_row || ' 行编号相同、内容不同，已采用第 ' || r.first_row || ' 行' end, 'error'
from repeated r;
