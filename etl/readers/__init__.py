"""Reads whatever a clerk sends: bytes -> workbook of raw sheets -> the table in a sheet -> a relation of text in DuckDB.

`read_file` decides what the bytes are, `find_table` where the header and the first row of data are, `stage` puts every row from
there on into DuckDB with the row number Excel shows. None of the three interprets a value; none writes outside its scratch folder.
"""

from etl.readers.book import Merge, RawSheet, Refusal, Workbook
from etl.readers.file import read_file
from etl.readers.staging import stage, unstage
from etl.readers.table import Table, find_table, find_table_at

__all__ = ["Merge", "RawSheet", "Refusal", "Table", "Workbook", "find_table", "find_table_at", "read_file", "stage", "unstage"]
