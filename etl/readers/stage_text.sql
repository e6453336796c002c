create or replace temp view $name as
select row_number() over () + $before as source_row, $columns
from read_csv(
    '$path', auto_detect = false, header = false, compression = 'none', skip = $skip,
    delim = '$delimiter', quote = '"', escape = '"', new_line = '$newline', max_line_size = $longest,
    columns = {$declared}
)
