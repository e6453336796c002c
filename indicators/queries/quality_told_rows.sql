select file_name, sheet as source_sheet, source_row, batch_id, area_id, part, begins_on, ends_on
from told
where is_current and source = $source and (len($parts) = 0 or list_contains($parts, part)) and begins_on >= $first_on and ends_on <= $last_on
      and list_contains($places, area_id)
order by file_name, source_sheet, source_row
