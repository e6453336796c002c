-- The villages of an area that are no published ones, in the order of the area ledger, with what puts them among their like
select area_id, name, households, residents, location_class
from area
where level = '村' and not is_published and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))
order by coalesce(source_row, 1000000), area_id
