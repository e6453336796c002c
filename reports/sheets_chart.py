"""Charts of a brief in a sheet: the data as a live table, and above it the native chart that Word and PowerPoint show too, drawn from these cells."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from math import ceil

from lxml import etree
from xlsxwriter.utility import xl_col_to_name

from reports.brief import LINE, Chart, Series
from reports.chart_book import DATA, column_letter, number_format
from reports.chart_part import chart_part
from reports.chart_style import INK, Frame
from reports.chart_xml import DRAWING, MAIN, a, c, fill
from reports.score_layout import quoted_sheet
from reports.sheets_grid import Columns, counted, distinct, write_grid
from reports.sheets_layout import FONT, ROW_POINTS, Field, Grid, Page
from reports.text_room import text_height

FRAME = Frame(width=500, height=235, points=10, latin=FONT, east=FONT)
TITLE_POINTS = 12
LOWEST, HIGHEST, BAR_POINTS, AROUND_BARS = 190.0, 520.0, 17.0, 60.0  # of charts; those of bars grow with them
WIDEST = 760.0
EMPTY = "没有可画的数。"
GAPS = "空格是没有数：未填报，或件数太少、不列百分比。"
REFERENCE = re.compile(rf"'{DATA}'!\$([A-Z])\$(\d+)(?::\$[A-Z]\$(\d+))?")
TOKEN = "chart {number}"  # by which a chart is found again among the parts of the workbook
DRAWN = re.compile(r"xl/charts/chart\d+\.xml")


def chart_grid(chart: Chart) -> Grid:
    """The data of a chart: a column a series, beside a rate its n and N."""
    columns = [("时间" if chart.kind == LINE else "类别", [Field(content=one) for one in chart.categories])]
    columns += [column for one in chart.series for column in _columns(chart, one)]
    heads, rows = distinct([head for head, _ in columns]), tuple(zip(*(fields for _, fields in columns), strict=True))
    note = GAPS if any(value is None for one in chart.series for value in one.values) else ""
    return Grid(title=f"图的数据（单位：{chart.unit}）", heads=heads, rows=rows, note=note, called=chart.title)


def _columns(chart: Chart, one: Series) -> Columns:
    form = number_format(chart, "")
    found = [(one.name, [Field(content=value, form=form, is_figure=True) for value in one.values])]
    parts = [counted(text) for text in one.parts]
    if any(lower.content is not None for _, lower in parts):
        found += [(f"{one.name} 分子", [upper for upper, _ in parts]), (f"{one.name} 分母", [lower for _, lower in parts])]
    elif any(one.parts):
        found.append((f"{one.name} 附注", [Field(content=text or None) for text in one.parts]))
    return found


def places_of(chart: Chart) -> list[int]:
    """The column of each series in its table."""
    places, at = [], 1
    for one in chart.series:
        places.append(at)
        at += len(_columns(chart, one))
    return places


def frame_of(chart: Chart, width: float) -> Frame:
    """The room of a chart in a sheet of a width; the more bars, the higher."""
    bars = len(chart.categories) * max(1, len(chart.series)) * BAR_POINTS + AROUND_BARS
    height = FRAME.height if chart.kind == LINE else min(HIGHEST, max(LOWEST, bars))
    return replace(FRAME, width=min(width, WIDEST), height=height)


def title_points(chart: Chart, frame: Frame) -> float:
    """The room of the title above the plot."""
    return text_height(chart.title, TITLE_POINTS, frame.width * 0.78) + 10


def block_points(chart: Chart, width: float) -> float:
    """About how high a chart and the beginning of its data are, so that no page tears them apart."""
    frame = frame_of(chart, width)
    return frame.height + title_points(chart, frame) + 60


def write_chart(page: Page, chart: Chart, number: int) -> bytes | None:
    """Writes the chart, its note and its data; the XML with which `with_charts` draws it, None where there is no point to draw."""
    if not chart.has_values:
        page.text(f"{chart.title}：{EMPTY}", "heading")
        return None
    frame = frame_of(chart, page.points)
    page.keep_together(block_points(chart, page.points))
    room = frame.height + title_points(chart, frame)
    rows = [page.take(ROW_POINTS) for _ in range(ceil((room + 6) / ROW_POINTS))]  # a single row cannot be that high
    _place(page, rows[0], frame.width, room, number)
    if chart.note:
        page.text(chart.note, "quiet")
    head, _ = write_grid(page, chart_grid(chart))
    return _pointed(chart, frame, page.name, head)


def _place(page: Page, row: int, width: float, height: float, number: int) -> None:
    """A chart that only holds the place; what is drawn there is put in when the workbook is whole."""
    held = page.book.book.add_chart({"type": "column"})
    held.add_series({"values": [page.name, row, 0, row, 0]})
    held.set_title({"name": TOKEN.format(number=number)})
    held.set_size({"width": round(width * 4 / 3), "height": round(height * 4 / 3)})
    page.sheet.insert_chart(row, 0, held, {"object_position": 2, "x_offset": 2, "y_offset": 4})


def _pointed(chart: Chart, frame: Frame, sheet: str, head: int) -> bytes:
    """The chart's XML, with its title, reading the cells of this sheet and no workbook of its own."""
    space = etree.fromstring(chart_part(chart, frame).xml)
    for within in space.findall(f"{{{MAIN}}}externalData"):
        space.remove(within)
    for one in space.iter(f"{{{MAIN}}}cat"):
        one[:] = [_names(chart, sheet, head)]
    for one in space.iter(f"{{{MAIN}}}f"):
        one.text = REFERENCE.sub(lambda found: _reference(found, chart, sheet, head), one.text)
    _entitle(space.find(f"{{{MAIN}}}chart"), chart, frame)
    return etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)


def _names(chart: Chart, sheet: str, head: int) -> etree._Element:
    """The names of the categories, in the one column in which they stand here."""
    points = [c("pt", c("v", name), idx=str(place)) for place, name in enumerate(chart.categories)]
    place = f"{quoted_sheet(sheet)}!$A${head + 2}:$A${head + 1 + len(points)}"
    return c("strRef", c("f", place), c("strCache", c("ptCount", val=str(len(points))), *points))


def _reference(found: re.Match, chart: Chart, sheet: str, head: int) -> str:
    """Where a cell of a series in the chart's own workbook stands in this sheet."""
    letters = [column_letter(place) for place in range(len(chart.series))]
    column = xl_col_to_name(places_of(chart)[letters.index(found[1])])
    first = f"{quoted_sheet(sheet)}!${column}${head + int(found[2])}"
    return f"{first}:${column}${head + int(found[3])}" if found[3] else first


def _entitle(drawn: etree._Element, chart: Chart, frame: Frame) -> None:
    """Puts the title in a band above the plot, so that the chart says what it says wherever it is copied to."""
    band = title_points(chart, frame)
    whole = frame.height + band
    for layout in drawn.iter(f"{{{MAIN}}}manualLayout"):
        top, high = layout.find(f"{{{MAIN}}}y"), layout.find(f"{{{MAIN}}}h")
        if top is not None and high is not None:
            top.set("val", f"{(float(top.get('val')) * frame.height + band) / whole:.4f}")
            high.set("val", f"{float(high.get('val')) * frame.height / whole:.4f}")
    drawn.find(f"{{{MAIN}}}autoTitleDeleted").set("val", "0")
    drawn.insert(0, _title(chart.title))


def _title(text: str) -> etree._Element:
    fonts = [a(tag, typeface=FONT) for tag in ("latin", "ea", "cs")]
    look = {"lang": "zh-CN", "sz": str(TITLE_POINTS * 100), "b": "1"}
    written = a("p", a("pPr", a("defRPr", b="1")), a("r", a("rPr", fill(INK), *fonts, **look), a("t", text)))
    return c("title", c("tx", c("rich", a("bodyPr"), a("lstStyle"), written)), c("overlay", val="0"))


def with_charts(package: bytes, charts: Mapping[int, bytes]) -> bytes:
    """The workbook with the charts drawn where their places were held."""
    tokens = {TOKEN.format(number=number): xml for number, xml in charts.items()}
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, tokens[_token(content)] if DRAWN.fullmatch(name) else content)
    return file.getvalue()


def _token(content: bytes) -> str:
    return "".join(one.text or "" for one in etree.fromstring(content).iter(f"{{{DRAWING}}}t"))
