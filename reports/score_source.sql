-- What a score workbook rests on, a line a batch: file, sheet, ledger, rows, and the day it speaks for.
select batch_id, file_name, sheet, ledger, rows_accepted, cutoff_on, data_class
from import_batch order by loaded_at, batch_id
