-- What is published of an area and what lies in it, each with the words of its source.
select area_id, fact_id, fact_kind, domain, code, fact_name, quantity, quantity_unit, flags, value_written, period_written, quotation, qa_reason,
       file_name, source_sheet, source_row
from fact_all where known_until = timestamp '9999-12-31 23:59:59.999999' and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))
order by area_id, fact_kind desc, source_row
