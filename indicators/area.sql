-- The areas that a person may mean by a name or a path.
select area_id from area
where area_id = $name or name = $name or ends_with(area_id, '/' || $name)
order by area_id = $name desc, depth, area_id
