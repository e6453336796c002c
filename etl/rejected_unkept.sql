-- The same of a sheet of which no row was taken, while its findings stand in the draft.
select source_row, list({'column': column_name, 'message': message} order by column_name, message) as reasons
from (select distinct source_row, column_name, message from found_issue where severity = 'error')
group by source_row order by source_row limit $most;
