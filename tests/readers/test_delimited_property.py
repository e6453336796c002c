"""Whatever csv.writer writes comes back cell by cell, with the row numbers Excel shows."""

import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.drawing import csv_bytes, staged_file

HEADER = ["工单编号", "受理时间", "备注"]
CELL = st.text(alphabet=st.sampled_from(list(",;|\"'\n\r =村１，。 （ａ长0-")), max_size=8)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


def _is_wrapped(cell):
    return cell.startswith('="') and cell.endswith('"')


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12))
def test_what_was_written_is_staged(connection, encoding, newline, rows):
    rows = [[cell for cell in row if not _is_wrapped(cell)] + ["x"] * sum(map(_is_wrapped, row)) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "工单[1].csv"
        path.write_bytes(csv_bytes([HEADER, *rows], encoding, newline=newline))
        found = staged_file(connection, path, Path(folder), header_row=1)
    assert found == [(number, tuple(cell or None for cell in row)) for number, row in enumerate(rows, start=2)]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(
        st.one_of(st.just([]), st.lists(st.sampled_from(["", "a", "村", '"', "1,2", "x\ny"]), min_size=1, max_size=6)), max_size=12
    ),
    preamble=st.integers(0, 3),
)
def test_blank_and_ragged_rows_keep_their_numbers(newline, lines, preamble):
    while lines and not lines[-1]:
        lines.pop()
    above = [["某镇台账"], [], ["说明", "x\ny"]][:preamble]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "台账.csv"
        path.write_bytes(csv_bytes([*above, HEADER, *lines], newline=newline))
        found = staged_file(connection, path, Path(folder), header_row=preamble + 1)
    width = max(map(len, [HEADER, *above, *lines]))
    expected = [(preamble + 2 + i, tuple(cell or None for cell in [*line, *[""] * (width - len(line))])) for i, line in enumerate(lines)]
    assert found == expected
