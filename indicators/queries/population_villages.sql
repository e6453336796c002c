-- The villages of the scope's area that have the number, with the row of the area ledger it comes from.
select b.file_name, a.source_sheet, a.source_row, a.batch_id, a.parent_id as town, a.area_id as village, a.{column}, a.residents_basis
from (select *, area_id as village, parent_id as town from area where level = '村' and not (is_published and $area is null)) a left join import_batch b using (batch_id)
where a.{column} > 0 and ($area is null or a.area_id = $area or starts_with(a.area_id, $area || '/')) and {conditions}
order by a.area_id
