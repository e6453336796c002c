select file_name, source_sheet, source_row, batch_id, case_id, village, source_channel, received_at, closed_at, status
from case_all
where ledger_kind = $source and ledger = $ledger and source_channel is not distinct from $channel
      and received_at >= $first_on and received_at < $last_on + interval 1 day
      and ($place is null or village = $place)
      and ($area is null or area_id = $area or starts_with(area_id, $area || '/'))
order by file_name, source_sheet, source_row
