"""Draws files for the tests and stages them."""

import csv
import io
import struct

import xlsxwriter

from etl.readers import Refusal, find_table, find_table_at, read_file, stage

VOCABULARY = frozenset(
    ["序号", "工单编号", "诉求来源", "受理时间", "办结时间", "工单状态", "村", "户数", "备注", "按时办结", "超时办结", "未办结", "人口"]
)


def is_known(header):
    return header in VOCABULARY or header.rsplit("_", 1)[-1] in VOCABULARY


def csv_bytes(rows, encoding="utf-8", delimiter=",", newline="\r\n"):
    buffer = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if newline == "\r\n" else csv.QUOTE_ALL  # the writer minds only the line ends it writes itself
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return buffer.getvalue().encode(encoding)


def workbook(path, rows, merges=(), sheet="表"):
    """An .xlsx whose cell A1 is rows[0][0]; merges are (top, left, bottom, right, text), from 0."""
    with xlsxwriter.Workbook(path) as book:
        drawn = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            drawn.write_row(number, 0, row)
        for merge in merges:
            drawn.merge_range(*merge)
    return path


def opened(path, scratch):
    book = read_file(path, scratch)
    assert not isinstance(book, Refusal), book
    return book


def staged(connection, sheet, table, fill_down=()):
    """[(source_row, (c0, c1, …))] in the order DuckDB gives them."""
    stage(connection, sheet, table, "staged", frozenset(fill_down))
    connection.execute("create or replace temp table held as select * from staged")
    return [(row[0], row[1:]) for row in connection.execute("select * from held order by rowid").fetchall()]


def staged_file(connection, path, scratch, header_row=None, fill_down=()):
    sheet = opened(path, scratch).sheets[0]
    table = find_table_at(sheet, header_row) if header_row else find_table(sheet, is_known)
    assert table is not None, sheet.head
    return staged(connection, sheet, table, fill_down)


def compound_file(stream, content):
    """A minimal OLE compound file with one stream, enough for a reader to find it."""
    content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
    sectors = len(content) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", 0, *[-1] * 108)
    chain = [-3, -2, *range(3, sectors + 2), -2]
    table = struct.pack("<128i", *chain, *[-1] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 1, -2, 0) + _entry(stream, 2, -1, 2, len(content)) + bytes(256)
    return header + table + entries + content


def _entry(name, kind, child, start, size):
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text) + 2, kind, 1, -1, -1, child) + bytes(36) + struct.pack("<iQ", start, size)
    )
