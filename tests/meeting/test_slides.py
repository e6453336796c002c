"""PowerPoint of a brief, read back: every number, native charts with their workbooks, sources on every slide, nothing outside or over another."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches
from python_calamine import CalamineWorkbook

from reports.brief import ISSUED, Cell, Column, Finding, Table
from reports.brief_text import brief_text, read_brief
from reports.chart_book import DATA
from reports.settled import settled
from reports.slides import SYNTHETIC, slides_file
from reports.slides_layouts import TemplateError
from reports.slides_look import CONTENT, COVER, LAYOUT_NAMES, NOTE, TAG
from reports.slides_table import MOST_ROWS, laid_tables
from reports.slides_template import template_file
from reports.text_room import LINE, text_lines, text_width
from reports.words import day_words
from tests.meeting.drawn import DRAWN, LONG, rich

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
POINT = 12700
WIDE = (12192000, 6858000)  # 13.333 × 7.5 inches
BRIEFS = sorted(DRAWN)


@lru_cache
def made(name):
    return slides_file(DRAWN[name]())


def deck_of(name):
    return Presentation(BytesIO(made(name)))


def words_of(shape):
    if shape.has_text_frame:
        return shape.text_frame.text
    return "\n".join(cell.text for row in shape.table.rows for cell in row.cells) if shape.has_table else ""


def text_of(slide):
    return "\n".join(words_of(shape) for shape in slide.shapes)


def notes_of(slide):
    return slide.notes_slide.notes_text_frame.text


def charts_of(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def rows_of(chart):
    return (
        CalamineWorkbook.from_filelike(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        .get_sheet_by_name(DATA)
        .to_python(skip_empty_area=False)
    )


@pytest.mark.parametrize("name", BRIEFS)
def test_it_is_wide_and_has_only_our_layouts(name):
    deck = deck_of(name)
    assert (deck.slide_width, deck.slide_height) == WIDE
    assert [layout.name for layout in deck.slide_layouts] == list(LAYOUT_NAMES.values())
    assert len(deck.slides) >= 4
    assert deck.slides[0].slide_layout.name == LAYOUT_NAMES[COVER]


@pytest.mark.parametrize("name", BRIEFS)
def test_every_chart_holds_the_values_of_the_brief_in_its_workbook(name):
    brief, drawn = DRAWN[name](), charts_of(deck_of(name))
    assert len(drawn) == len(list(brief.charts()))
    for one, said in zip(drawn, brief.charts(), strict=True):
        head, *rows = rows_of(one)
        for place, series in enumerate(said.series, start=1):
            assert head[place] == series.name
            assert [None if row[place] == "" else row[place] for row in rows] == [
                None if value is None else float(value) for value in series.values
            ]
        assert one._chartSpace.find(".//{*}dispBlanksAs").get("val") == "gap"
        assert [list(plot.series[0].values) for plot in one.plots] == [list(said.series[0].values)]


@pytest.mark.parametrize("name", BRIEFS)
def test_every_run_with_chinese_names_a_font_for_it(name):
    with zipfile.ZipFile(BytesIO(made(name))) as package:
        parts = [one for one in package.namelist() if re.match(r"ppt/(slides|notesSlides)/[^/]+\.xml", one)]
        for part in parts:
            for run in etree.fromstring(package.read(part)).iter(f"{A}r", f"{A}fld"):
                if CHINESE.search(run.findtext(f"{A}t") or ""):
                    form = run.find(f"{A}rPr")
                    assert form.find(f"{A}ea").get("typeface") == "微软雅黑", part
                    assert form.find(f"{A}latin") is not None and form.find(f"{A}cs") is not None
        for part in (one for one in package.namelist() if one.startswith("ppt/charts/chart")):
            types = list(etree.fromstring(package.read(part)).iter("{*}txPr"))
            assert types and all(one.find(f".//{A}ea").get("typeface") == "微软雅黑" for one in types)
        theme = package.read("ppt/theme/theme1.xml").decode()
        assert "Calibri" not in theme and theme.count('<a:ea typeface="微软雅黑"/>') == 2


@pytest.mark.parametrize("name", BRIEFS)
def test_every_slide_says_where_its_figures_come_from_and_has_notes(name):
    brief = DRAWN[name]()
    for number, slide in enumerate(deck_of(name).slides, start=1):
        said = text_of(slide)
        assert "来源" in said and f"数据截至{day_words(brief.known_to)}" in said
        assert f"数据版本{brief.made.version_words}" in said and ".duckdb" not in said and brief.edition_words in said
        held = {shape.placeholder_format.type: shape for shape in slide.placeholders}
        assert held[PP_PLACEHOLDER.SLIDE_NUMBER].text_frame.text == str(number)
        assert held[PP_PLACEHOLDER.SLIDE_NUMBER]._element.find(f".//{A}fld").get("type") == "slidenum"
        notes = notes_of(slide)
        assert brief.made.version_words in notes and brief.period_words in notes and len(notes.split("\n")) >= 3


@pytest.mark.parametrize("name", BRIEFS)
def test_made_up_data_says_so_on_every_slide_and_real_data_on_none(name):
    brief, deck = DRAWN[name](), deck_of(name)
    for slide in deck.slides:
        tags = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == SYNTHETIC]
        assert len(tags) == brief.is_synthetic
        assert (SYNTHETIC in notes_of(slide)) == brief.is_synthetic
    assert (deck.core_properties.keywords == SYNTHETIC) == brief.is_synthetic


def test_the_edition_is_on_every_slide():
    deck = Presentation(BytesIO(slides_file(replace(rich(), edition=ISSUED))))
    assert all("印发版" in text_of(slide) and "内部版" not in text_of(slide) for slide in deck.slides)


@pytest.mark.parametrize("name", BRIEFS)
def test_nothing_stands_outside_the_slide_or_over_another(name):
    deck = deck_of(name)
    for number, slide in enumerate(deck.slides, start=1):
        boxes = [(shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) for shape in slide.shapes]
        for which, left, top, right, bottom in boxes:
            assert 0 <= left < right <= deck.slide_width and 0 <= top < bottom <= deck.slide_height, (number, which)
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
                assert apart, (number, one[0], other[0])


@pytest.mark.parametrize("name", BRIEFS)
def test_words_fit_their_places(name):
    for number, slide in enumerate(deck_of(name).slides, start=1):
        for shape in (one for one in slide.shapes if one.has_text_frame and one.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER):
            height = 0.0
            for paragraph in shape.text_frame.paragraphs:
                sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
                points = max(sizes, default=40 if number == 1 and "标题" in shape.name else 18)
                indent = int(paragraph._p.pPr.get("marL", 0)) / POINT if paragraph._p.pPr is not None else 0
                height += text_lines(paragraph.text, points, shape.width / POINT - indent) * points * LINE
            assert height <= shape.height / POINT * 1.05, (number, shape.name, shape.text_frame.text)


@pytest.mark.parametrize("name", BRIEFS)
def test_type_is_large_enough_to_be_read_from_the_last_row(name):
    for slide in list(deck_of(name).slides)[1:]:
        for shape in slide.shapes:
            if shape.has_table:
                sizes = [
                    run.font.size.pt
                    for row in shape.table.rows
                    for cell in row.cells
                    for one in cell.text_frame.paragraphs
                    for run in one.runs
                ]
                assert min(sizes) >= 14
                assert len(shape.table.rows) - 1 <= MOST_ROWS
            elif shape.has_text_frame and shape.name == "标题":
                assert min(run.font.size.pt for one in shape.text_frame.paragraphs for run in one.runs) >= 28
            elif shape.has_text_frame and shape.name == "要点":
                firsts = [one.runs[0].font.size.pt for one in shape.text_frame.paragraphs if one._p.find(f".//{A}buChar") is not None]
                assert min(firsts) >= 18 and len(firsts) <= 5
        assert slide.shapes.title.text_frame.text


@pytest.mark.parametrize("name", BRIEFS)
def test_every_number_of_the_sections_is_on_a_slide_or_in_a_workbook_behind_it(name):
    brief, deck = DRAWN[name](), deck_of(name)
    shown = {number for slide in deck.slides for number in NUMBER.findall(text_of(slide))}
    charts = [chart for part in brief.sections for chart in part.charts]
    tables = [table for part in brief.sections for table in part.tables]
    texts = [brief.title, *[one.text for one in brief.summary], *[one.text for part in brief.sections for one in part.findings]]
    texts += [text for part in brief.sections for text in (part.message, part.empty)]
    texts += [cell.text for table in tables for row in table.rows for cell in row]
    texts += [text for part in (*charts, *tables) for text in (part.title, part.note)]
    texts += [f"{one.records:,}" for one in brief.sources] + list(brief.quality)
    assert set(NUMBER.findall(" ".join(texts))) <= shown
    notes = {number for slide in deck.slides for number in NUMBER.findall(notes_of(slide))}
    assert {number for chart in charts for one in chart.series for part in one.parts for number in NUMBER.findall(part)} <= notes


def test_the_tables_of_the_annex_are_named_and_not_shown():
    brief, shown = DRAWN["rich"](), [text_of(slide) for slide in deck_of("rich").slides]
    (behind,) = [text for text in shown if "附表和口径在 Word 和 Excel 材料里" in text]
    assert all(part.title in behind for part in brief.annexes)
    assert not [text for text in shown for table in brief.annexes[0].tables if table.note in text]


def test_the_first_slide_after_the_cover_says_what_it_comes_to():
    brief, deck = DRAWN["rich"](), deck_of("rich")
    assert deck.slides[1].shapes.title.text_frame.text == next(one.message for one in brief.sections if one.key == "running").rstrip("。")


def test_every_cell_of_a_table_that_goes_on_stands_once_under_its_heading():
    brief = DRAWN["forty"]()
    table = next(one for one in brief.tables() if one.key == "places")
    deck = deck_of("forty")
    drawn = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table and shape.name == f"表　{table.title}"]
    assert len(drawn) > 1
    assert all([cell.text for cell in one.rows[0].cells] == [column.name for column in table.columns] for one in drawn)
    rows = [tuple(cell.text for cell in row.cells) for one in drawn for row in list(one.rows)[1:]]
    assert rows == [tuple(cell.text for cell in row) for row in table.rows]
    titles = [
        slide.shapes.title.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table and shape.name.endswith(table.title)
    ]
    assert [title.endswith("（续）") for title in titles] == [False, *[True] * (len(titles) - 1)]


def test_a_table_too_wide_for_a_slide_goes_on_with_its_first_column():
    columns = tuple(Column(name=f"类型之{number}", width=9, is_number=True) for number in range(30))
    wide = Table(
        key="wide", title="t", columns=(Column(name="村", width=10), *columns),
        rows=tuple((Cell(text=f"{row}村"), *(Cell(text=f"{1000 * row + place}") for place in range(30))) for row in range(1, 4)),
    )  # fmt: skip
    pieces = laid_tables(wide, CONTENT)
    assert len(pieces) > 1
    assert all(piece.table.columns[0].name == "村" and sum(piece.widths) <= CONTENT.width + 1 for piece in pieces)
    assert [column.name for piece in pieces for column in piece.table.columns[1:]] == [column.name for column in columns]


def test_a_rate_is_broken_before_its_fraction_and_nowhere_else():
    columns = (Column(name="村", width=8), *(Column(name=f"率{number}", width=16, is_number=True) for number in range(5)))
    row = (Cell(text="柳沟村"), *(Cell(text="77.9%（1,081/1,104）") for _ in range(5)))
    (piece,) = laid_tables(Table(key="t", title="t", columns=columns, rows=(row,)), CONTENT)
    assert {cell.text for cell in piece.table.rows[0][1:]} == {"77.9%\n（1,081/1,104）"}
    assert all(text_width("（1,081/1,104）", piece.points) <= width - 2 * piece.side for width in piece.widths[1:])


def test_an_edited_sentence_is_marked_and_what_the_data_say_stands_below_it_and_in_the_notes():
    slides = [slide for slide in deck_of("rich").slides if "期末超期未办结 7 件" in text_of(slide)]
    assert slides
    for slide in slides:
        assert "〔人工编辑〕" in text_of(slide) and "数据核对：“7 件”在数据里没有，数据为 9 件" in text_of(slide)
        assert "期末超期未办结 9 件。" in notes_of(slide) and "综治办" in notes_of(slide)


def test_parts_without_data_share_a_slide_that_says_why():
    slides = [slide for slide in deck_of("poor").slides if "没有数据" in slide.shapes.title.text_frame.text]
    assert len(slides) == 1
    for section in DRAWN["poor"]().sections:
        assert section.title in text_of(slides[0]) and section.empty in text_of(slides[0])


def test_notes_say_the_definition_with_its_version_and_every_point_with_its_fraction():
    slide = next(slide for slide in deck_of("rich").slides if any(shape.has_chart for shape in slide.shapes))
    notes = notes_of(slide)
    assert "2025年10月 90.9%（80/88）" in notes and "2026年2月 未填报" in notes
    assert "按期办结率（第 1 版，2026年1月1日起）：本期到期的办件中" in notes


def test_content_stands_in_placeholders_and_has_words_for_who_cannot_see_it():
    for slide in deck_of("rich").slides:
        assert all(shape.is_placeholder for shape in slide.shapes)
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.find(".//{*}cNvPr").get("descr")


def test_a_title_too_long_for_two_lines_is_cut_where_a_clause_ends_and_goes_on_below():
    brief = rich()
    chart = replace(next(brief.charts()), title="甲" * 30 + "，" + "乙" * 25 + "；" + "丙" * 30)
    long = replace(brief, sections=(replace(brief.sections[1], findings=(), message="", charts=(chart,)),))
    slide = next(slide for slide in Presentation(BytesIO(slides_file(long))).slides if any(shape.has_chart for shape in slide.shapes))
    assert slide.shapes.title.text_frame.text == "甲" * 30 + "，" + "乙" * 25
    assert "丙" * 30 in text_of(slide)
    assert chart.title in notes_of(slide)


def test_many_bars_go_on_on_one_scale():
    brief = rich()
    bars = next(one for one in brief.charts() if one.kind == "bar")
    many = replace(
        bars,
        categories=tuple(LONG.format(number=number) for number in range(1, 41)),
        series=(replace(bars.series[0], values=tuple(range(1, 41))),),
    )
    drawn = charts_of(Presentation(BytesIO(slides_file(replace(brief, sections=(replace(brief.sections[2], charts=(many,)),))))))
    assert len(drawn) > 1
    assert [value for one in drawn for value in one.plots[0].series[0].values] == list(range(1, 41))
    assert len({one._chartSpace.find(".//{*}valAx/{*}scaling/{*}max").get("val") for one in drawn}) == 1


def test_what_would_break_xml_is_written_as_it_stands():
    odd = '村＜<甲&乙>"引号"\''
    brief = replace(rich(), place=odd, summary=(Finding(key="odd", text=odd + "\x0b\x00"),))
    deck = Presentation(BytesIO(slides_file(brief)))
    assert odd in text_of(deck.slides[1]) and odd in text_of(deck.slides[0])


@pytest.mark.parametrize("name", BRIEFS)
def test_the_same_brief_is_the_same_bytes_and_nothing_depends_on_the_clock(name):
    brief = DRAWN[name]()
    assert slides_file(brief) == made(name)
    held = deck_of(name).core_properties
    assert (held.title, held.author) == (brief.title, brief.place)
    assert held.created.date() == held.modified.date() == brief.made.on
    with zipfile.ZipFile(BytesIO(made(name))) as package:
        assert not [one for one in package.namelist() if "printerSettings" in one or "thumbnail" in one]


def test_the_offices_own_restyled_template_is_used():
    deck = Presentation(BytesIO(template_file()))
    deck.slide_master.background.fill.solid()
    deck.slide_master.background.fill.fore_color.rgb = RGBColor(0xEE, 0xF3, 0xEE)
    layout = next(layout for layout in deck.slide_layouts if layout.name == "一句话+图")
    chart = next(shape for shape in layout.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.CHART)
    chart.left, chart.width = Inches(2), Inches(9)
    file = BytesIO()
    deck.save(file)
    swapped = Presentation(BytesIO(slides_file(rich(), file.getvalue())))
    assert "EEF3EE" in etree.tostring(swapped.slide_master._element).decode()
    frames = [shape for slide in swapped.slides for shape in slide.shapes if shape.has_chart]
    assert frames and all((frame.left, frame.width) == (Inches(2), Inches(9)) for frame in frames)
    assert [text_of(slide) for slide in swapped.slides] == [text_of(slide) for slide in deck_of("rich").slides]


def foreign(width=WIDE[0], without=()):
    """A template of another hand: the common layouts in English, some of its placeholders gone."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = width, Inches(7.5)
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in without:
                shape._element.getparent().remove(shape._element)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def test_a_template_with_other_layouts_is_filled_by_what_its_placeholders_hold():
    deck = Presentation(BytesIO(slides_file(rich(), foreign())))
    assert len(charts_of(deck)) == len(list(rich().charts()))
    for slide in deck.slides:
        assert SYNTHETIC in text_of(slide) and "数据截至2026年10月31日" in text_of(slide) and notes_of(slide)
        assert not [shape for shape in slide.placeholders if shape.has_text_frame and not shape.text_frame.text]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (foreign(without=(PP_PLACEHOLDER.OBJECT,)), "一句话+图"),
        (foreign(without=(PP_PLACEHOLDER.FOOTER,)), "标题页"),
        (foreign(width=Inches(10)), "16:9"),
        (b"not a presentation", ".pptx"),
    ],
    ids=["without places", "without footer", "4:3", "no pptx"],
)
def test_a_template_that_cannot_hold_the_slides_is_refused_in_one_sentence(template, said):
    with pytest.raises(TemplateError, match=re.escape(said)):
        slides_file(rich(), template)


def test_the_blank_template_shows_each_layout_and_is_the_same_bytes_again():
    deck = Presentation(BytesIO(template_file()))
    assert [slide.slide_layout.name for slide in deck.slides] == list(LAYOUT_NAMES.values())
    assert template_file() == template_file() == settled(template_file(), date(2000, 1, 1))
    names = {shape.name for layout in deck.slide_layouts for shape in layout.placeholders}
    assert {TAG, NOTE} <= names


def test_a_kept_brief_gives_the_same_slides():
    assert slides_file(read_brief(brief_text(rich()))) == made("rich")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_it_and_finds_every_slide(tmp_path):
    (tmp_path / "rich.pptx").write_bytes(made("rich"))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "rich.pptx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "rich.pdf").read_bytes()))
    assert pages == len(deck_of("rich").slides)
