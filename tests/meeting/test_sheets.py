"""A brief as a workbook: what is read back out of the file is what the brief holds, every number a number, every chart drawn from its cells."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol

from reports.brief import ISSUED, LINE, Brief, Cell, Chart, Column, Section, Series, Table
from reports.brief_text import brief_text, read_brief
from reports.final_score import digest
from reports.palette import PRINT
from reports.score_layout import FORBIDDEN
from reports.score_source import SYNTHETIC
from reports.sheets import sheets_file
from reports.sheets_grid import counted, split
from tests.meeting.drawn import DRAWN, rich

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
soffice = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(soffice is None, reason="LibreOffice is not on this machine")


@dataclass(frozen=True)
class Written:
    """A workbook as it lies in the file: its parts, cells by sheet and address, their number formats, tables, and what each sheet prints."""

    parts: dict[str, bytes]
    cells: dict[str, dict[str, object]]
    forms: dict[str, dict[str, str]]

    def sheet(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[f"xl/worksheets/sheet{list(self.cells).index(name) + 1}.xml"])

    def tables(self) -> Iterator[tuple[list[str], str]]:
        """The headings of each live table, and its range."""
        for name, part in self.parts.items():
            if name.startswith("xl/tables/"):
                table = ElementTree.fromstring(part)
                yield [one.get("name") for one in table.iter(f"{MAIN}tableColumn")], table.get("ref")

    def charts(self) -> list[ElementTree.Element]:
        names = sorted(
            (name for name in self.parts if name.startswith("xl/charts/chart")), key=lambda name: int(re.findall(r"\d+", name)[0])
        )
        return [ElementTree.fromstring(self.parts[name]) for name in names]

    def texts(self) -> set[str]:
        return {value for cells in self.cells.values() for value in cells.values() if isinstance(value, str)}


def written(content: bytes) -> Written:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    shared = ElementTree.fromstring(parts["xl/sharedStrings.xml"])
    words = ["".join(part.text or "" for part in one.iter(f"{MAIN}t")) for one in shared]
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    looks = [codes.get(one.get("numFmtId"), one.get("numFmtId")) for one in styles.find(f"{MAIN}cellXfs")]
    names = [one.get("name") for one in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    cells, forms = {}, {}
    for number, name in enumerate(names, start=1):
        cells[name], forms[name] = {}, {}
        for cell in ElementTree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"]).iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            if value is not None:
                cells[name][cell.get("r")] = words[int(value.text)] if cell.get("t") == "s" else float(value.text)
                forms[name][cell.get("r")] = looks[int(cell.get("s", "0"))]
    return Written(parts=parts, cells=cells, forms=forms)


def shown(value: float, form: str) -> str:
    """What Excel shows of a number in one of our formats."""
    part = form.split(";")[1 if value < 0 and ";" in form else 0]
    digits, unit = re.fullmatch(r'([+-]?(?:#,##)?0(?:\.0+)?)(?:"(.*)")?', part).groups()
    decimals = len(digits.partition(".")[2])
    number = f"{abs(value) if ';' in form else value:{',' if '#' in digits else ''}.{decimals}f}"
    return (digits[0] if digits[0] in "+-" else "") + number + (unit or "")


@pytest.fixture(scope="module", params=DRAWN)
def drawn(request) -> tuple[Brief, Written]:
    brief = DRAWN[request.param]()
    return brief, written(sheets_file(brief))


def blocks_of(book: Written) -> dict[str, tuple[str, list[str], list[list[tuple[object, str]]]]]:
    """The live tables by what formulas call them: the sheet, the headings, and each row's values with their formats."""
    defined = ElementTree.fromstring(book.parts["xl/workbook.xml"]).iter(f"{MAIN}definedName")
    found = {}
    for one in defined:
        if one.get("name").startswith("数据_"):
            sheet, area = re.fullmatch(r"'?([^'!]+)'?!(.+)", one.text).groups()
            (top, left), (bottom, right) = (xl_cell_to_rowcol(cell.replace("$", "")) for cell in area.split(":"))
            lines = [
                [
                    (book.cells[sheet].get(_at(row, column)), book.forms[sheet].get(_at(row, column), ""))
                    for column in range(left, right + 1)
                ]
                for row in range(top, bottom + 1)
            ]
            found[one.get("name")] = (sheet, [value for value, _ in lines[0]], lines[1:])
    return found


def _at(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"


def test_every_number_of_a_table_is_a_number_with_the_digits_of_the_brief(drawn):
    brief, book = drawn
    for table in brief.tables():
        names = [column.name for column in table.columns]
        blocks = [
            (heads, rows) for _, heads, rows in blocks_of(book).values() if len(rows) == len(table.rows) and not set(names) - set(heads)
        ]
        assert blocks, table.title
        heads, rows = blocks[0]
        for line, row in zip(rows, table.rows, strict=True):
            for column, cell in zip(table.columns, row, strict=True):
                value, form = line[heads.index(column.name)]
                _check_cell(cell, value, form)
                if column.is_number and "/" in cell.text:
                    parts = [line[heads.index(f"{column.name} {side}")][0] for side in ("分子", "分母")]
                    assert parts == list(map(float, re.search(r"(-?\d+)/(\d+)", cell.text).groups()))


def _check_cell(cell: Cell, value: object, form: str) -> None:
    if cell.value is not None:
        assert value == pytest.approx(cell.value, rel=1e-15, abs=0), cell  # a workbook keeps sixteen digits
        assert cell.text.replace(" ", "").startswith(shown(value, form).replace(" ", "")), (cell, form)
    elif "yyyy" in form:
        day = date.fromordinal(date(1899, 12, 30).toordinal() + int(value))
        assert cell.text == f"{day.year}年{day.month}月{day.day}日"
    else:
        assert value == cell.text


def test_every_value_of_a_chart_stands_in_its_table_and_what_nobody_reported_is_blank(drawn):
    brief, book = drawn
    for chart in brief.charts():
        rows = next(
            rows
            for _, heads, rows in blocks_of(book).values()
            if [value for value, _ in (row[0] for row in rows)] == list(chart.categories)
        )
        for place, line in enumerate(rows):
            numbers = [value for value, _ in line[1:]]
            wanted = [value for one in chart.series for value in _with_parts(one, place)]
            assert numbers == wanted and "" not in numbers


def _with_parts(one: Series, place: int) -> list[float | None]:
    parts = [float(part) for part in one.parts[place].split("/")] if one.parts and one.parts[place] else [None, None]
    return [one.values[place], *(parts if one.parts else [])]


def test_every_chart_is_native_and_reads_the_cells_of_its_own_sheet(drawn):
    brief, book = drawn
    charts = [chart for chart in brief.charts() if chart.has_values]
    assert len(book.charts()) == len(charts)
    for chart, found in zip(charts, book.charts(), strict=True):
        text = "".join(one.text or "" for one in found.iter(f"{DRAWING}t"))
        assert text == chart.title and found.find(f"{CHART}externalData") is None
        assert found.find(f"{CHART}chart/{CHART}dispBlanksAs").get("val") == "gap"
        assert len(list(found.iter(f"{CHART}ser"))) == len(chart.series)
        for one, series in zip(found.iter(f"{CHART}ser"), chart.series, strict=True):
            assert _cells(book, one.find(f"{CHART}tx//{CHART}f").text) == [series.name]
            assert _cells(book, one.find(f"{CHART}cat//{CHART}f").text) == list(chart.categories)
            assert _cells(book, one.find(f"{CHART}val//{CHART}f").text) == list(series.values)
        assert {one.get("typeface") for one in found.iter(f"{DRAWING}ea")} == {"微软雅黑"}
        assert len(list(found.iter(f"{DRAWING}ea"))) == len(list(found.iter(f"{DRAWING}latin")))
        ends = {one.tag: float(one.get("val")) for one in found.iter() if one.tag in (f"{CHART}min", f"{CHART}max")}
        assert chart.low is None or ends == {f"{CHART}min": chart.floor, f"{CHART}max": chart.high}


def _cells(book: Written, reference: str) -> list[object]:
    sheet, area = re.fullmatch(r"'(.+)'!(.+)", reference).groups()
    corners = [xl_cell_to_rowcol(cell.replace("$", "")) for cell in area.split(":")]
    (top, column), (bottom, last) = corners[0], corners[-1]
    assert column == last
    return [book.cells[sheet].get(_at(row, column)) for row in range(top, bottom + 1)]


def test_a_series_has_the_colour_of_its_tone():
    found = written(sheets_file(rich())).charts()[0]
    first = next(found.iter(f"{CHART}ser"))
    assert f"#{first.find(f'{CHART}spPr//{DRAWING}srgbClr').get('val')}" == PRINT.worse


def test_no_number_is_kept_as_text(drawn):
    _, book = drawn
    assert [text for text in book.texts() if re.fullmatch(r"[-+−]?[\d,]+(\.\d+)?%?", text) and text not in ("12345",)] == []
    assert not [one for part in book.parts.values() for one in re.findall(rb't="str"|t="inlineStr"', part)]


def test_every_sentence_of_the_brief_is_there_with_its_section(drawn):
    brief, book = drawn
    texts = book.texts()
    assert {one.text for one in brief.findings()} <= texts
    assert {part.message or part.empty for part in brief.sections} <= texts
    assert {part.title for part in brief.parts} <= texts
    assert {one.words for one in brief.definitions} | {one.ledger for one in brief.sources} | set(brief.quality) <= texts
    assert {chart.note for chart in brief.charts()} | {table.note for table in brief.tables()} <= texts | {""}
    assert {brief.title, brief.place, brief.period_words, brief.edition_words, brief.made.snapshot, digest(brief_text(brief))} <= texts


def test_made_up_data_say_so_in_the_first_row_of_every_sheet_and_on_every_page(drawn):
    brief, book = drawn
    for name, cells in book.cells.items():
        assert (cells["A1"] == SYNTHETIC) == brief.is_synthetic, name
        header = book.sheet(name).find(f"{MAIN}headerFooter")
        assert ("演示数据" in header.find(f"{MAIN}oddHeader").text) == brief.is_synthetic
        footer = header.find(f"{MAIN}oddFooter").text
        assert f"数据截至 {brief.known_to.year}年" in footer and "第 &P 页，共 &N 页" in footer
        assert any("数据截至" in str(cells.get(f"A{row}")) and brief.made.version_words in cells[f"A{row}"] for row in (2, 3))


def test_every_sheet_prints_one_page_wide_and_keeps_its_headings(drawn):
    brief, book = drawn
    whole = ElementTree.fromstring(book.parts["xl/workbook.xml"])
    areas = [one for one in whole.iter(f"{MAIN}definedName") if one.get("name") == "_xlnm.Print_Area"]
    titles = {int(one.get("localSheetId")): one.text for one in whole.iter(f"{MAIN}definedName") if one.get("name") == "_xlnm.Print_Titles"}
    assert len(areas) == len(titles) == len(book.cells)
    for place, name in enumerate(book.cells):
        sheet = book.sheet(name)
        assert sheet.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr").get("fitToPage") == "1"
        setup = sheet.find(f"{MAIN}pageSetup")
        assert setup.get("fitToHeight") == "0" and setup.get("paperSize") == "9"
        pane = sheet.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane")
        assert pane.get("state") == "frozen" and int(pane.get("ySplit")) >= int(re.findall(r"\$(\d+)$", titles[place])[0])


def test_a_long_table_is_frozen_at_its_headings_and_stands_apart():
    book = written(sheets_file(DRAWN["forty"]()))
    rows = {name: [address for address, value in cells.items() if value == "村"] for name, cells in book.cells.items()}
    for name in ("分村情况", "附件1　各村诉求类型"):
        [head] = rows[name]
        assert book.sheet(name).find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane").get("ySplit") == head[1:]
    places = rich().sections[3]
    brief = replace(rich(), sections=(replace(places, charts=rich().sections[1].charts, tables=DRAWN["forty"]().sections[3].tables),))
    assert list(written(sheets_file(brief)).cells)[1:3] == ["分村情况", "各村近 12 个月办理情况"]


def test_names_of_sheets_and_tables_are_such_as_excel_takes(drawn):
    _, book = drawn
    names = list(book.cells)
    assert all(len(name) <= 31 and not FORBIDDEN.search(name) for name in names) and len({name.lower() for name in names}) == len(names)
    called = [ElementTree.fromstring(part).get("displayName") for name, part in book.parts.items() if name.startswith("xl/tables/")]
    assert called and len({one.lower() for one in called}) == len(called) and all(re.fullmatch(r"表_\w+", one) for one in called)
    for heads, _ in book.tables():
        assert len({head.lower() for head in heads}) == len(heads) and all(heads)


def test_every_sheet_is_reached_from_the_first(drawn):
    _, book = drawn
    first = next(iter(book.cells))
    links = {one.get("location") for one in book.sheet(first).iter(f"{MAIN}hyperlink")}
    assert links == {f"'{name}'!A1" for name in list(book.cells)[1:]}


def test_an_edited_sentence_is_marked_with_what_the_data_say_and_what_does_not_agree():
    texts = written(sheets_file(rich())).texts()
    [edited] = [one for one in rich().sections[1].findings if one.is_edited]
    assert {f"人工编辑（{edited.edited_by}）", edited.original, edited.mismatches[0]} <= texts
    assert not {text for text in written(sheets_file(DRAWN["poor"]())).texts() if text.startswith("人工编辑（")}


def test_an_edition_says_what_it_leaves_out():
    assert any("小于 5 的不列" in text for text in written(sheets_file(replace(rich(), edition=ISSUED))).texts())
    assert not any("小于 5 的不列" in text for text in written(sheets_file(rich())).texts())


def test_the_same_brief_is_the_same_bytes(drawn):
    brief, _ = drawn
    assert sheets_file(brief) == sheets_file(read_brief(brief_text(brief)))
    assert sheets_file(brief) != sheets_file(replace(brief, made=replace(brief.made, on=date(2026, 11, 4))))


def test_properties_say_what_it_is_and_the_day_it_was_made(drawn):
    brief, book = drawn
    core = book.parts["docProps/core.xml"].decode()
    assert brief.title in core and core.count("2026-11-03T00:00:00Z") == 2 and brief.edition_words in core and brief.made.snapshot in core


@pytest.mark.parametrize(
    ("cell", "figure", "upper", "lower", "rest"),
    [
        (Cell(text="91.3%（95/104）", value=91.346, decimals=1, unit="%"), 91.346, 95, 104, ""),
        (Cell(text="3/4", mark="few"), "3/4", 3, 4, ""),
        (Cell(text="45/45（另有 2 件超期未办结）"), "45/45（另有 2 件超期未办结）", 45, 45, ""),
        (Cell(text="1.2（12 盏/500 户）", value=1.2, decimals=1), 1.2, 12, 500, ""),
        (Cell(text="16.7%（30.0/180.0 万元）", value=16.67, decimals=1, unit="%"), 16.67, 30.0, 180.0, ""),
        (Cell(text="3.7 天（95% 区间 3.5—3.9 天）", value=3.7, decimals=1, unit="天"), 3.7, None, None, "95% 区间 3.5—3.9 天"),
        (Cell(text="+2.5 个百分点", value=2.5, decimals=1, unit="个百分点"), 2.5, None, None, ""),
        (Cell(text="1,204"), 1204, None, None, ""),
        (Cell(text="＜5", mark="suppressed"), "＜5", None, None, ""),
        (Cell(text="未填报", mark="missing"), "未填报", None, None, ""),
        (Cell(text="2026/10/31"), "2026/10/31", None, None, ""),
    ],
)
def test_a_cell_is_taken_apart_and_nothing_of_it_is_lost(cell, figure, upper, lower, rest):
    found = split(cell)
    assert (found.figure.content, found.upper.content, found.lower.content, found.rest) == (figure, upper, lower, rest)
    if found.upper.content is not None:
        assert [one.content for one in counted(cell.text)] == [upper, lower]


def test_a_number_is_shown_with_the_decimals_that_the_brief_prints():
    assert split(Cell(text="606.96", value=606.96, decimals=1, unit="万元")).figure.form == "#,##0.00"


def test_what_a_cell_says_beyond_its_number_stands_beside_it():
    cells = (
        Cell(text="3.7 天（95% 区间 3.5—3.9 天）", value=3.7, decimals=1, unit="天"),
        Cell(text="+2.5%", value=2.5, decimals=1, unit="%"),
    )
    columns = (Column(name="历时", width=10, is_number=True), Column(name="变动", width=10, is_number=True))
    table = Table(
        key="t", title="表/一*", columns=columns, rows=(cells, (Cell(text="未填报"), Cell(text="−0.5%", value=-0.5, decimals=1, unit="%")))
    )
    book = written(sheets_file(replace(rich(), sections=(Section(key="s", title="甲:乙/丙", tables=(table,)),), annexes=())))
    [(sheet, heads, rows)] = [one for one in blocks_of(book).values() if one[1][0] == "历时"]
    assert sheet == "甲·乙·丙" and heads == ["历时", "历时 附注", "变动"]
    assert [value for value, _ in rows[0]] == [3.7, "95% 区间 3.5—3.9 天", 2.5]
    assert [shown(value, form) for value, form in (rows[0][2], rows[1][2])] == ["+2.5%", "-0.5%"]


def test_a_chart_without_a_point_and_a_table_without_rows_say_so():
    chart = Chart(key="c", title="本月件数", kind=LINE, categories=("9月",), series=(Series(name="件数", values=(None,)),), unit="件")
    table = Table(key="t", title="空表", columns=(Column(name="村", width=8),), rows=())
    book = written(sheets_file(replace(rich(), sections=(Section(key="s", title="一节", charts=(chart,), tables=(table,)),), annexes=())))
    assert {"本月件数：没有可画的数。", "本期没有可列的内容。"} <= book.texts() and book.charts() == []


def test_two_charts_on_a_sheet_are_each_drawn_from_their_own_cells():
    book = written(sheets_file(rich()))
    where = [next(one.iter(f"{CHART}f")).text for one in book.charts()]
    assert len(set(where)) == len(where) == 3 and sum(text.startswith("'分类与热点'!") for text in where) == 2


@needs_libreoffice
@pytest.mark.parametrize("name", DRAWN)
def test_libreoffice_opens_it_and_finds_the_same_cells(tmp_path, name):
    content = sheets_file(DRAWN[name]())
    (tmp_path / "brief.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "again"),
        "brief.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    ours, again = (CalamineWorkbook.from_path(path) for path in (tmp_path / "brief.xlsx", tmp_path / "again" / "brief.xlsx"))
    assert ours.sheet_names == again.sheet_names == list(written(content).cells)
    for sheet in ours.sheet_names:
        assert _trimmed(ours.get_sheet_by_name(sheet).to_python()) == _trimmed(again.get_sheet_by_name(sheet).to_python())
    charts = len(written(content).charts())
    with zipfile.ZipFile(tmp_path / "again" / "brief.xlsx") as archive:
        assert len([one for one in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", one)]) == charts


def _trimmed(rows: list[list]) -> list[list]:
    """Rows without the empty cells at their ends, days as days, numbers to the digits that LibreOffice keeps."""
    plain = [[_plain(one) for one in row] for row in rows]
    ends = [max((place + 1 for place, one in enumerate(row) if one != ""), default=0) for row in plain]
    kept = [row[:end] for row, end in zip(plain, ends, strict=True)]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _plain(one: object) -> object:
    return one.date() if isinstance(one, datetime) else float(f"{one:.14g}") if isinstance(one, float) else one


def test_a_table_too_wide_to_be_read_is_cut_into_several_with_its_first_column_before_each():
    names = [f"第{number}项指标的比率" for number in range(1, 13)]
    cells = (
        Cell(text="柳沟村"),
        *(Cell(text=f"{number}.0%（{number}/100）", value=float(number), decimals=1, unit="%") for number in range(1, 13)),
    )
    columns = (Column(name="村", width=8), *(Column(name=name, width=16, is_number=True) for name in names))
    table = Table(key="wide", title="各村主要指标", columns=columns, rows=(cells,), note="近 12 个月")
    book = written(sheets_file(replace(rich(), sections=(Section(key="s", title="一节", tables=(table,)),), annexes=())))
    blocks = [one for one in blocks_of(book).values() if one[1][0] == "村"]
    assert len(blocks) > 1 and {"各村主要指标（1）", "各村主要指标（2）"} <= book.texts()
    heads = [head for _, found, _ in blocks for head in found[1:]]
    assert heads == [head for name in names for head in (name, f"{name} 分子", f"{name} 分母")]
    assert all(rows[0][0][0] == "柳沟村" for _, _, rows in blocks)
    assert [value for _, _, rows in blocks for value, _ in rows[0][1::3]] == list(range(1, 13))
