-- What was wrong in a batch, one row for each thing that can be wrong in a column, with the first places where.
with found as (
    select source_row, column_name, value, message, severity from row_issue where batch_id = $batch_id
    union all
    select source_row, '村', village, '村名不在地区台账中，或不止一处', 'error' from case_unplaced where batch_id = $batch_id),
grouped as (
    select *, regexp_replace(message, '第 [0-9]+ 行', '上面某一行', 'g') as said,
           row_number() over (partition by column_name, regexp_replace(message, '第 [0-9]+ 行', '上面某一行', 'g'), severity order by source_row) as place
    from found)
select column_name, said, severity, count(*) as times,
       list({'source_row': source_row, 'value': value} order by source_row) filter (where place <= $examples) as places
from grouped group by all order by severity, times desc, column_name, said limit $kinds;
