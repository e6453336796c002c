-- One row_issue per finding that holds on a data row, and one per repeated key. A record that a header spreads over the row says so.
create or replace temp table found_issue as
select p.source_row, f.column_name || coalesce('（' || nullif(l.label, '') || '）', '') as column_name, case when f.is_figure then masked_figure(p.cells[f.position]) else masked(p.cells[f.position]) end as value,
       coalesce(formula_problem(p.cells[f.position]), f.message, p.problems[f.position], moment_problem(p.cells[f.position])) as message, f.severity
from projected p join finding f on (p.bits >> f.bit) & 1 = 1 left join part_label l using (source_part)
where p.bits <> 0
union all
select r.source_row, $key_name, null,
       case when r.is_same then '与第 ' || r.first_row || ' 行完全重复' else '与第 ' || r.first_row || ' 行编号相同、内容不同，已采用第 ' || r.first_row || ' 行' end, 'error'
from repeated r;
