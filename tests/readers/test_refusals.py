"""A file that cannot be read is refused in one Chinese sentence that names the file and the reason."""

import io
import struct
import zipfile

import pytest
import xlsxwriter

from etl.readers import Refusal, read_file
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
