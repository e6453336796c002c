-- The rows of a batch that are not on the board, or not wholly, each with every reason.
with found as (
    select source_row, column_name, message from row_issue where batch_id = $batch_id and severity = 'error'
    union all
    select source_row, '村', problem from case_unplaced where batch_id = $batch_id)
select source_row, list({'column': column_name, 'message': message} order by column_name, message) as reasons
from (select distinct * from found) group by source_row order by source_row limit $most;
