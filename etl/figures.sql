-- Every figure of a sheet, in the unit wanted, with what is wrong with it. The cells of its columns are put in by figure_cells.py.
create or replace temp table figure as
with cell as (
    {cells}),
-- what is written the same way is read once
written_cell as (select distinct x, h, said, wanted, is_exact, context from cell),
given as (select *, coalesce(unit_of(x), said, h, wanted) as u from written_cell),
-- a quantity is wanted in the unit of its column, a measure in the canonical unit of what its item, its unit column or else the figure says
asked as (select *, coalesce(wanted, said, u) as stated from given),
aimed as (select *, case when is_exact then wanted else coalesce(unit_canonical(stated), stated) end as aim from asked),
read as (
    select *, number_of(x) as number, number_bound(x) as bound,
           case when number_of(x) is null and number_low(x) is null then '不是数字'
                when number_of(x) is null then '写的是一个区间，没有确定的数，只保留原文'
                when scale_clash(x, h) then '格中和表头都写了“万”一级的单位，无法判断以哪个为准，请改成一种'
                else unit_problem(u, aim, context) end as problem,
           -- as written, where nothing but a figure and its unit stands in the cell: no name, and no number of a person
           case when not regexp_matches(x, '[0-9]{11}') and length(number_parts(x).unit) <= length(coalesce(unit_of(x), '')) + 2
                then left(x, 30) || case when unit_of(x) is null then coalesce(said, h, '') else '' end end as written
    from aimed)
select c.source_row, c.source_part, c.place, c.key, case when r.problem is null then converted(r.number, r.u, r.aim, r.context) end as value,
       r.aim as unit, r.problem, r.bound, r.written
from cell c join read r on r.x = c.x and r.h is not distinct from c.h and r.said is not distinct from c.said
     and r.wanted is not distinct from c.wanted and r.is_exact = c.is_exact and r.context = c.context;
