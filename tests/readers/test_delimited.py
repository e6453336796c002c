import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.readers import find_table_at, stage, unstage
from etl.readers.delimited import sniff_delimiter
from etl.readers.survey import survey
from tests.readers.drawing import csv_bytes, opened, staged, staged_file

ROWS = [["工单编号", "受理时间", "村"], ["A1", "2026-10-01", "柳沟村"], ["A2", "2026-10-02", ""]]
STAGED = [(2, ("A1", "2026-10-01", "柳沟村")), (3, ("A2", "2026-10-02", None))]


def written(tmp_path, content, name="工单.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16")],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encodings_and_delimiters(connection, tmp_path, encoding, named, delimiter):
    path = written(tmp_path, csv_bytes(ROWS, encoding, delimiter))
    assert opened(path, tmp_path).encoding == named
    assert staged_file(connection, path, tmp_path) == STAGED


def test_big_endian_utf_16(connection, tmp_path):
    path = written(tmp_path, b"\xfe\xff" + csv_bytes(ROWS, "utf-16-be"))
    assert staged_file(connection, path, tmp_path) == STAGED


def test_a_multibyte_character_over_a_block_boundary(connection, tmp_path, monkeypatch):
    monkeypatch.setattr("etl.readers.delimited.BLOCK", 7)
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert staged_file(connection, written(tmp_path, csv_bytes(ROWS, encoding)), tmp_path) == STAGED


def test_text_that_nobody_writes_is_doubted(tmp_path):
    plain = "工单编号,受理时间,诉求内容\nA1,2026-10-01,反映水渠漏水请处理\n"
    assert opened(written(tmp_path, plain.encode("gb18030")), tmp_path).warnings == ()
    traditional = "編號,時間,內容\n甲,二〇二六,資料與檔案應該轉換編碼後處理\n".encode("big5", "ignore")
    (warning,) = opened(written(tmp_path, traditional), tmp_path).warnings
    assert "编码" in warning


def test_statistics_export_with_a_tab_in_each_cell(connection, tmp_path):
    text = "数据库：年度数据\t\n时间：2011年-2025年\t\n村\t,户数\t,人口\t,\n柳沟村\t,299\t,\t,\n来源：统计局\t\n"
    path = written(tmp_path, text.encode("utf-8-sig"))
    assert staged_file(connection, path, tmp_path) == [(4, ("柳沟村", "299", None, None)), (5, ("来源：统计局", None, None, None))]


def test_more_fields_than_headers_are_kept(connection, tmp_path):
    path = written(tmp_path, "工单编号,村\nA1,柳沟村\nA2,柳沟村,多,余\n".encode())
    assert staged_file(connection, path, tmp_path) == [(2, ("A1", "柳沟村", None, None)), (3, ("A2", "柳沟村", "多", "余"))]


def test_every_row_shorter_than_the_header(connection, tmp_path):
    path = written(tmp_path, "工单编号,村,备注\nA1,柳沟村\nA2,柳沟村\n".encode())
    assert staged_file(connection, path, tmp_path) == [(2, ("A1", "柳沟村", None)), (3, ("A2", "柳沟村", None))]


def test_cells_excel_would_turn_into_numbers(connection, tmp_path):
    path = written(tmp_path, '工单编号,村\n="001",柳沟村\n007,\'3\n'.encode())
    assert staged_file(connection, path, tmp_path) == [(2, ("001", "柳沟村")), (3, ("007", "'3"))]


def test_quotes_inside_an_unquoted_cell(connection, tmp_path):
    path = written(tmp_path, '工单编号,村\nA1,5"管\nA2,"柳""沟"\n'.encode())
    assert staged_file(connection, path, tmp_path) == [(2, ("A1", '5"管')), (3, ("A2", '柳"沟'))]


def test_a_quote_that_never_ends_swallows_nothing(connection, tmp_path):
    path = written(tmp_path, '工单编号,村\nA1,"柳沟村\nA2,高坡村\n'.encode())
    assert "引号" in opened(path, tmp_path).warnings[0]
    assert staged_file(connection, path, tmp_path) == [(2, ("A1", '"柳沟村')), (3, ("A2", "高坡村"))]


def test_header_without_rows(connection, tmp_path):
    assert staged_file(connection, written(tmp_path, "工单编号,村\n".encode()), tmp_path) == []


def test_a_cell_longer_than_a_default_line(connection, tmp_path):
    path = written(tmp_path, ("工单编号,村\nA1," + "长" * 900_000 + "\n").encode())
    assert [len(cells[1]) for _, cells in staged_file(connection, path, tmp_path)] == [900_000]


@pytest.mark.parametrize("name", ["工单[1].csv", "工单*.csv", "工'单.csv", "{a,b}.csv"])
def test_names_that_are_patterns(connection, tmp_path, name):
    assert staged_file(connection, written(tmp_path, csv_bytes(ROWS), name), tmp_path) == STAGED


def test_a_relation_is_replaced_and_dropped(connection, tmp_path):
    sheet = opened(written(tmp_path, csv_bytes(ROWS)), tmp_path).sheets[0]
    for _ in range(2):
        assert staged(connection, sheet, find_table_at(sheet, 1)) == STAGED
    unstage(connection, "staged")
    unstage(connection, "staged")
    assert connection.execute("select count(*) from duckdb_views() where view_name = 'staged'").fetchone() == (0,)
    with pytest.raises(ValueError, match="identifier"):
        stage(connection, sheet, find_table_at(sheet, 1), "a b")


def test_sniffing_is_not_misled_by_a_preamble_or_by_decimal_commas():
    assert sniff_delimiter("标题\n单位：万元\na\tb\n1\t2\n") == "\t"
    assert sniff_delimiter("a;b;c\n1,5;2,5;3,5\n") == ";"
    assert sniff_delimiter("只有一列\n1\n") == ","


@given(st.lists(st.sampled_from(list('a,"\n\r村')), max_size=40).map("".join), st.lists(st.integers(0, 60), max_size=6))
def test_the_survey_does_not_depend_on_where_blocks_end(text, cuts):
    content = text.encode()
    edges = [0, *sorted(cuts), len(content)]
    blocks = [content[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    assert survey(blocks, ",") == survey([content], ",")
