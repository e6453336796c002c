"""A file that cannot be read is refused in one Chinese sentence that names the file and the reason."""

import io
import struct
import zipfile

import pytest
import xlsxwriter

from etl.readers import Refusal, extent, read_file
from tests.etl.spoilt_files import MAIN, Sheet, parts_of, zipped
from tests.readers.drawing import compound_file, opened, workbook


def archive(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return buffer.getvalue()


BIFF_WITH_PASSWORD = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0) + struct.pack("<HHH", 0x002F, 54, 1) + bytes(52)
BAD_FILES = {
    "empty": ("空文件", b""),
    "pdf": ("PDF", b"%PDF-1.7\n\x00"),
    "png": ("PNG", b"\x89PNG\r\n\x1a\n\x00"),
    "jpeg": ("JPEG", b"\xff\xd8\xff\xe0"),
    "rar": ("RAR", b"Rar!\x1a\x07\x00"),
    "word": ("Word", archive("[Content_Types].xml", "word/document.xml")),
    "slides": ("PowerPoint", archive("[Content_Types].xml", "ppt/presentation.xml")),
    "archive": ("压缩包", archive("工单.csv")),
    "hollow workbook": ("损坏", archive("[Content_Types].xml", "xl/styles.xml")),
    "encrypted xlsx": ("密码", compound_file("EncryptedPackage", b"\x01")),
    "encrypted xls": ("密码", compound_file("Workbook", BIFF_WITH_PASSWORD)),
    "old word": ("Word", compound_file("WordDocument", b"\x01")),
    "hollow ole": ("损坏", compound_file("Data", b"\x01")),
    "old workbook of nothing": ("损坏", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20),
    "bytes": ("编码", b"\xff\x81 \x81\x20,\xff\n"),
    "nul": ("不是文本", b"a,b\n1,\x002\n"),
    "white space": ("没有内容", b"\r\n\r\n"),
    "page without table": ("网页", "<html><body>请登录</body></html>".encode()),
    "xml workbook": ("XML", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_refused_in_one_sentence(name, tmp_path):
    reason, content = BAD_FILES[name]
    path = tmp_path / "十月工单.xlsx"
    path.write_bytes(content)
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "「十月工单.xlsx」" in refusal.message
    assert reason in refusal.message
    assert refusal.message.count("。") == 1
    assert refusal.message.endswith("。")
    assert "\n" not in refusal.message


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_workbook_is_refused(share, tmp_path):
    content = workbook(tmp_path / "整.xlsx", [["工单编号", "受理时间"], ["A1", "2026-10-01"]]).read_bytes()
    path = tmp_path / "断.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "损坏或不完整" in refusal.message


def old_workbook(rows):
    """The records of an .xls with one sheet that claims to have so many rows."""
    start = record(0x0809, "<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    end = record(0x0A, "")
    offset = len(start) + 4 + 9 + len(end)
    listing = record(0x85, "<IBBBB1s", offset, 0, 0, 1, 0, b"S")
    sheet = record(0x0809, "<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0) + record(0x0200, "<IIHHH", 0, rows, 0, 6, 0)
    return compound_file("Workbook", start + listing + end + sheet + end)


def record(kind, form, *values):
    content = struct.pack(form, *values)
    return struct.pack("<HH", kind, len(content)) + content


@pytest.mark.parametrize("content", [old_workbook(0xDF000026), *(old_workbook(1)[:length] for length in (512, 1024, 1536, 3000))])
def test_an_old_workbook_that_would_take_the_process_down_is_refused(content, tmp_path):
    path = tmp_path / "坏.xls"
    path.write_bytes(content)
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "损坏或不完整" in refusal.message


def test_the_drawn_old_workbook_is_sound_when_whole(tmp_path):
    path = tmp_path / "好.xls"
    path.write_bytes(old_workbook(1))
    assert opened(path, tmp_path).sheets == ()


def test_a_stray_cell_that_would_take_the_process_down_is_refused(tmp_path):
    path = tmp_path / "远.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["工单编号", "受理时间"])
        sheet.write("XFD1048576", "x")
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "XFD1048576" in refusal.message


@pytest.mark.parametrize("far", ["XFD1048576", "C1048576"])
def test_formats_without_content_do_not_count(far, tmp_path):
    path = tmp_path / "格式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["工单编号", "受理时间"])
        sheet.write_blank(far, None, book.add_format({"bold": True}))
    (sheet,) = opened(path, tmp_path).sheets
    assert (sheet.row_count, sheet.width) == (1, 2)


def test_name_does_not_matter(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["工单编号", "受理时间"]]).rename(tmp_path / "a.csv")
    assert opened(path, tmp_path).sheets[0].head == (("工单编号", "受理时间"),)
    path = tmp_path / "b.xlsx"
    path.write_bytes("工单编号,受理时间\n".encode("gb18030"))
    assert opened(path, tmp_path).encoding == "gb18030"


def test_a_path_that_is_not_there_is_our_mistake(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "无.csv", tmp_path)


def raw_workbook(path, rows, dimension="", place="xl/worksheets/sheet1.xml"):
    """A workbook around rows of XML as they are, its sheet at any place in the zip."""
    parts = parts_of([Sheet(name="工单", rows=[])])
    del parts["xl/worksheets/sheet1.xml"]
    ties = "xl/_rels/workbook.xml.rels"
    parts[ties] = parts[ties].replace("worksheets/sheet1.xml", place.removeprefix("xl/"))
    parts[place] = f'<worksheet xmlns="{MAIN}">{dimension}<sheetData>{HEAD}{rows}</sheetData></worksheet>'
    path.write_bytes(zipped(parts))
    return path


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>工单编号</t></is></c><c r="B1" t="inlineStr"><is><t>受理时间</t></is></c></row>'


@pytest.mark.parametrize("dimension", ["", '<dimension ref="A1"/>', '<dimension ref="A1:B2"/>', '<dimension ref="A1:XFD1048576"/>'])
@pytest.mark.parametrize("place", ["xl/worksheets/sheet1.xml", "xl/other.xml"])
@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='n' r='XFD1048576' ><v>1</v></c></row>",
        f'<row r="1048576">{"<c><v>1</v></c>" * 9000}</row>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_reaches_too_far_is_refused_whatever_it_says_of_itself(tmp_path, dimension, place, far):
    refusal = read_file(raw_workbook(tmp_path / "远.xlsx", far, dimension, place), tmp_path)
    assert isinstance(refusal, Refusal)
    assert "单元格，看板无法打开" in refusal.message


def test_cells_that_do_not_say_where_they_stand_are_read(tmp_path):
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row>" * 2000
    (sheet,) = opened(raw_workbook(tmp_path / "无位置.xlsx", rows), tmp_path).sheets
    assert (sheet.row_count, sheet.width) == (2001, 2)


def test_parts_that_inflate_to_more_than_the_list_says_are_not_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(extent, "INFLATED", 1 << 20)
    path = raw_workbook(tmp_path / "工单.xlsx", "<row/>" * 300_000)
    content = bytearray(path.read_bytes())
    head = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    content[head + 24 : head + 28] = struct.pack("<I", 100)
    path.write_bytes(bytes(content))
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "解压后超过" in refusal.message


def test_too_many_cells_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(extent, "MOST", 1000)
    refusal = read_file(raw_workbook(tmp_path / "多.xlsx", "<row><c><v>1</v></c></row>" * 600), tmp_path)
    assert isinstance(refusal, Refusal)
    assert "万格" in refusal.message


def test_an_open_document_whose_rows_are_repeated_without_end_is_refused(tmp_path):
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    kinds = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text"))
    body = f'<table:table table:name="工单"><table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row></table:table>'
    content = f"<office:document-content {kinds}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    rest = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": manifest}
    path = tmp_path / "工单.ods"
    path.write_bytes(zipped({**rest, "content.xml": content}))
    assert isinstance(read_file(path, tmp_path), Refusal)
    longer = content.replace("16384", "2").replace(
        "</table:table>", f"<table:table-row>{cell}</table:table-row></table:table>".replace("16384", "2")
    )
    path.write_bytes(zipped({**rest, "content.xml": longer}))
    assert "远到第 1048577 行第 2 列的单元格" in read_file(path, tmp_path).message
    path.write_bytes(zipped({**rest, "content.xml": content.replace("1048576", "3").replace("16384", "2")}))  # fmt: skip
    assert [(sheet.row_count, sheet.width) for sheet in opened(path, tmp_path).sheets] == [(3, 2)]


def test_a_web_table_of_endless_spans_is_refused(tmp_path):
    path = tmp_path / "网页.xls"
    path.write_text(f"<html><table><tr>{'<td rowspan=1000 colspan=1000>x</td>' * 300}</tr></table></html>", encoding="utf-8")
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "万格" in refusal.message


def test_a_line_of_more_columns_than_excel_has_is_refused(tmp_path):
    path = tmp_path / "宽.csv"
    path.write_text("工单编号,受理时间\n" + "," * 20_000 + "\n", encoding="utf-8")
    refusal = read_file(path, tmp_path)
    assert isinstance(refusal, Refusal)
    assert "20001 列" in refusal.message
