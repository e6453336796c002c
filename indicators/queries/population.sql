-- What the villages of the scope's area have in the area ledger, by the columns asked for; {column} is one of its numbers.
select {groups} sum({column}), count(*) filter (where coalesce({column}, 0) = 0), string_agg(distinct coalesce(residents_basis, '未注明'), '、' order by coalesce(residents_basis, '未注明'))
from (select *, area_id as village, parent_id as town from area where level = '村' and not (is_published and $area is null))
where $area is null or area_id = $area or starts_with(area_id, $area || '/')
{grouping}
