"""The Word file of a brief: official layout, fonts on every run, native charts, and every word and number of the brief in it."""

import re
import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import date, datetime
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from reports import portable as module
from reports.brief import Finding, Section
from reports.portable import portable
from reports.word import word_file
from reports.word_chart import chart_words
from tests.meeting.drawn import DRAWN, cross_table, rich
from tests.meeting.word_reading import Opened, number, style_of, text_of

CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
FONTS = {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"}
TWIPS_A_MM = 1440 / 25.4
UPRIGHT = {"top": 37, "bottom": 35, "left": 28, "right": 26}
LYING = {"top": 28, "bottom": 26, "left": 35, "right": 37}
W = qn("w:p").removesuffix("p")
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs snapToGrid spacing ind jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b bCs color spacing kern sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW tcBorders shd vAlign",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "sectPr": "headerReference footerReference type pgSz pgMar cols docGrid",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr tblStylePr",
    "tblStylePr": "rPr tcPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "font": "altName charset family pitch",
}


@pytest.fixture(scope="session", params=DRAWN)
def opened(request) -> Opened:
    brief = DRAWN[request.param]()
    return Opened(brief=brief, content=word_file(brief))


def made(brief) -> Opened:
    return Opened(brief=brief, content=word_file(brief))


def is_lying(section) -> bool:
    return section.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"


def test_every_page_is_a4_with_the_margins_of_an_official_document(opened):
    for section, _ in opened.sections():
        lies = is_lying(section)
        size = sorted(number(section, "w:pgSz", f"w:{side}") / TWIPS_A_MM for side in "wh")
        assert size == pytest.approx([210, 297], abs=0.5)
        assert lies == (number(section, "w:pgSz", "w:w") > number(section, "w:pgSz", "w:h"))
        for side, wanted in (LYING if lies else UPRIGHT).items():
            assert number(section, "w:pgMar", f"w:{side}") / TWIPS_A_MM == pytest.approx(wanted, abs=0.5)


def test_twenty_two_lines_of_twenty_eight_signs_stand_on_a_page(opened):
    section = next(one for one, _ in opened.sections() if not is_lying(one))
    grid = section.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch")))
    height = number(section, "w:pgSz", "w:h") - number(section, "w:pgMar", "w:top") - number(section, "w:pgMar", "w:bottom")
    width = number(section, "w:pgSz", "w:w") - number(section, "w:pgMar", "w:left") - number(section, "w:pgMar", "w:right")
    (body,) = [one for one in opened.roots["word/styles.xml"] if one.get(qn("w:styleId")) == "BodyText"]
    sign = number(body, "w:rPr/w:sz", "w:val") * 10 + number(body, "w:rPr/w:spacing", "w:val")
    spacing = body.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert grid.get(qn("w:type")) == "lines" and 22 * pitch <= height < 23 * pitch
    assert (spacing.get(qn("w:lineRule")), int(spacing.get(qn("w:line")))) == ("exact", pitch)
    assert 28 * sign <= width < 29 * sign
    assert number(body, "w:pPr/w:ind", "w:firstLineChars") == 200


def test_every_run_with_chinese_names_its_fonts(opened):
    checked = set()
    for name, root in opened.stories.items():
        for run in root.iter(qn("w:r")):
            if CHINESE.search(text_of(run)):
                held = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
                assert held.get(qn("w:eastAsia")) in FONTS and held.get(qn("w:hint")) == "eastAsia", (name, text_of(run))
                assert all(held.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "cs"))
                checked.add(name[:11])
    assert checked == {"word/docume", "word/header", "word/footer"}


def test_no_theme_decides_a_font(opened):
    for name, content in opened.parts.items():
        assert not re.search(rb"(?i)(ascii|hAnsi|eastAsia|cs)Theme=", content), name
        assert name.startswith("word/theme/") or not re.search(rb'typeface="\+m[jn]', content), name
    styles = opened.roots["word/styles.xml"]
    assert styles.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}").get(qn("w:eastAsia")) in FONTS
    assert styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:eastAsia")) == "zh-CN"


def test_a_font_that_is_not_there_has_one_in_its_place(opened):
    named = {one.get(qn("w:name")): one.find(qn("w:altName")) for one in opened.roots["word/fontTable.xml"]}
    used = {one.get(qn("w:eastAsia")) for root in opened.roots.values() for one in root.iter(qn("w:rFonts"))}
    assert used <= FONTS and used <= set(named)
    assert {font: named[font].get(qn("w:val")).split(",")[0] for font in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312")} == {
        "方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体",
    }  # fmt: skip


def test_children_stand_in_the_order_of_the_schema(opened):
    seen = set()
    for name, root in opened.roots.items():
        for parent in root.iter():
            kind = parent.tag.removeprefix(W)
            if kind in ORDERS and not (kind == "settings" and parent is not root):
                order = ORDERS[kind].split()
                held = [child.tag.rpartition("}")[2] for child in parent]
                assert set(held) <= set(order), (name, kind, held)
                assert held == sorted(held, key=order.index), (name, kind, held)
                seen.add(kind)
    assert {"pPr", "rPr", "sectPr", "style", "settings", "font", "tblPr", "tcPr", "tblStylePr"} <= seen


def footers(opened: Opened, section) -> dict[str, object]:
    """The footers of a section by kind: default, even."""
    folder = {one.get("Id"): f"word/{one.get('Target')}" for one in opened.roots["word/_rels/document.xml.rels"]}
    return {
        f"{one.tag.rpartition('}')[2].removesuffix('Reference')}.{one.get(qn('w:type'))}": opened.roots[folder[one.get(qn("r:id"))]]
        for one in section
        if one.tag in (qn("w:footerReference"), qn("w:headerReference"))
    }


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(opened):
    assert opened.roots["word/settings.xml"].find(qn("w:evenAndOddHeaders")) is not None
    align = {one.get(qn("w:styleId")): one.find(f".//{qn('w:jc')}") for one in opened.roots["word/styles.xml"]}
    for section, _ in opened.sections():
        for kind, side in (("default", "right"), ("even", "left")):
            first = footers(opened, section)[f"footer.{kind}"][0]
            assert "".join(first.itertext()) == "—  PAGE 1 —"
            assert align[style_of(first)].get(qn("w:val")) == side
            assert first.find(f"{qn('w:pPr')}/{qn('w:ind')}").get(qn(f"w:{side}Chars")) == "100"


def test_every_page_says_what_it_rests_on(opened):
    brief = opened.brief
    for section, _ in opened.sections():
        held = footers(opened, section)
        assert set(held) == {"header.default", "header.even", "footer.default", "footer.even"}
        for kind in ("footer.default", "footer.even"):
            said = text_of(held[kind])
            assert "数据截至2026年10月31日" in said and "口径" in said and f"数据版本{brief.made.version_words}" in said
        for kind in ("header.default", "header.even"):
            assert brief.edition_words in text_of(held[kind]) and ("演示数据" in text_of(held[kind])) == brief.is_synthetic


def test_what_machines_call_the_data_stands_once_at_the_very_end(opened):
    made, said = opened.brief.made, "".join(map(text_of, opened.stories.values()))
    assert said.count(made.snapshot) == said.count(made.batch_words if made.batches else made.snapshot) == said.count("记录位置") == 1
    last = opened.paragraphs[-1][1]
    assert all(one in last for one in ("重新生成所需", made.snapshot, f"批次 {made.batch_words}", f"记录位置 {made.position}"))


def test_a_version_is_said_by_its_number_and_day():
    held = replace(rich().made, snapshot="wh-000012-20261126T102710-4bdef245.duckdb")
    assert held.version_words == "第12号（2026年11月26日）"
    assert replace(held, snapshot="wh-1.duckdb").version_words == "wh-1"


def test_a_file_of_real_figures_nowhere_says_that_they_are_made_up():
    assert not any("演示数据".encode() in content for content in made(DRAWN["chengcao"]()).parts.values())


def test_a_table_repeats_its_heading_keeps_its_rows_whole_and_fits_its_page(opened):
    tables = 0
    for section, blocks in opened.sections():
        width = number(section, "w:pgSz", "w:w") - number(section, "w:pgMar", "w:left") - number(section, "w:pgMar", "w:right")
        for table in (block for block in blocks if block.tag == qn("w:tbl")):
            tables += 1
            rows = table.findall(qn("w:tr"))
            assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
            assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
            grid = [int(one.get(qn("w:w"))) for one in table.iter(qn("w:gridCol"))]
            assert sum(grid) == number(table, "w:tblPr/w:tblW", "w:w") <= width
            for row in rows:
                assert [int(one.get(qn("w:w"))) for one in row.iter(qn("w:tcW"))] == grid
            assert table.find(f".//{qn('w:tblCaption')}").get(qn("w:val"))
    assert tables == sum(bool(table.rows) for table in opened.brief.tables()) + bool(opened.brief.definitions) + bool(opened.brief.sources)


def test_numbers_of_a_table_stand_at_the_right():
    held = made(rich())
    align = {
        one.get(qn("w:styleId")): one.find(f".//{qn('w:jc')}").get(qn("w:val"))
        for one in held.roots["word/styles.xml"]
        if one.find(f".//{qn('w:jc')}") is not None
    }
    found = {text: align[style] for style, text in held.paragraphs}
    assert found["98.3%（59/60）"] == "right" and found["柳沟村"] == "left" and found["超期未办结（件）"] == "center"


def test_a_caption_and_a_heading_stay_with_what_follows(opened):
    kept = {
        one.get(qn("w:styleId"))
        for one in opened.roots["word/styles.xml"]
        if one.find(f".//{qn('w:keepNext')}") is not None and one.find(f".//{qn('w:keepNext')}").get(qn("w:val")) != "0"
    }
    assert {"Heading1", "Heading2", "Caption", "Figure", "Title", "AnnexMark", "AnnexTitle", "TableHead24", "TableHead21"} <= kept
    last = [style for style, _ in opened.paragraphs][-1]
    assert last not in kept


def test_the_chart_is_native_and_its_workbook_holds_its_values(opened):
    drawn = [chart for chart in opened.brief.charts() if chart.has_values]
    names = opened.related("word/document.xml", "chart") if drawn else []
    assert len(names) == len(drawn)
    for name, chart in zip(sorted(names), drawn, strict=True):
        root = opened.roots[name]
        (book,) = opened.related(name, "package")
        rows = CalamineWorkbook.from_filelike(BytesIO(opened.parts[book])).get_sheet_by_index(0).to_python()
        assert root.find(f".//{CHART}dispBlanksAs").get("val") == "gap"
        first = rows[0].index(chart.series[0].name)
        assert categories([row[:first] for row in rows[1:]]) == list(chart.categories)
        for place, series in enumerate(chart.series, start=first):
            assert rows[0][place] == series.name
            assert [None if row[place] == "" else row[place] for row in rows[1:]] == list(series.values)
    frames = [one for one in opened.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline")]
    assert [one.find("{*}docPr").get("descr") for one in frames] == [chart_words(chart) for chart in drawn]
    assert len({one.find("{*}docPr").get("id") for one in frames}) == len(frames)


def categories(rows: list[list[str]]) -> list[str]:
    """What stands before the values: in one column, or the year once in one and the months in another."""
    found, above = [], ""
    for row in rows:
        above = row[0] or above
        found.append(above + row[1] if len(row) > 1 else row[0])
    return found


def test_a_chart_in_words_says_each_value_and_what_it_rests_on():
    said = chart_words(next(rich().charts()))
    assert "2026年10月 77.9%（81/104）" in said and "2026年2月 未填报" in said and "各月应办结 70—104 件" in said


def test_all_words_and_numbers_of_the_brief_are_in_the_file(opened):
    brief = opened.brief
    everything = "".join(text_of(root) for root in opened.stories.values()) + "".join(
        one.get("descr") for one in opened.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    for said in texts(asdict(brief)):
        assert said.rstrip("。") in everything, said
    for source in brief.sources:
        assert f"{source.records:,}" in everything


LEFT_OUT = {"batches", "key", "basis", "edition", "kind", "unit", "mark", "tone", "area", "period"}


def texts(value) -> list[str]:
    """Every text of a brief that a reader is to see."""
    if isinstance(value, dict):
        return [said for name, one in value.items() if name not in LEFT_OUT for said in texts(one)]
    if isinstance(value, (tuple, list)):
        return [said for one in value for said in texts(one)]
    return [value] if isinstance(value, str) else []


def test_an_edited_sentence_says_who_wrote_it_and_what_the_data_do_not_bear_out():
    text = made(rich()).text
    assert "期末超期未办结 7 件，其中柳沟村 3 件、东湾村 2 件。〔人工编辑：综治办〕" in text
    assert "与数据不符：“7 件”在数据里没有，数据为 9 件。数据原句：期末超期未办结 9 件。" in text


def test_what_needs_attention_is_said_in_a_word_and_not_by_colour(opened):
    worse = [one for one in opened.brief.findings() if one.tone == "worse"]
    assert opened.text.count("需关注：") == len(worse)
    colours = {one.get(qn("w:val")) for root in opened.stories.values() for one in root.iter(qn("w:color"))}
    assert not colours


def test_each_empty_section_says_why(opened):
    said = opened.text
    for section in opened.brief.sections:
        if section.empty:
            assert re.search(rf"、{section.title}\n{section.empty}", said)
    assert "没有内容" not in said


def test_a_section_begins_with_what_it_comes_to():
    held = made(rich()).paragraphs
    styles = dict(zip([text for _, text in held], [style for style, _ in held], strict=True))
    place = held.index(("Heading1", "二、总体运行情况"))
    assert held[place + 1] == ("Message", rich().sections[1].message)
    assert styles["图1　按期办结率低于往常范围下限：10月 77.9%（81/104）"] == "Caption"


def test_a_table_that_is_too_wide_lies_in_an_annex_and_is_pointed_to():
    wide = replace(cross_table(kinds=14), key="wide", title="各村各类诉求（件）")
    section = Section(key="places", title="分村情况", message="各村如下。", tables=(wide,))
    held = made(replace(rich(), sections=(section,)))
    order = [(is_lying(one), "".join(map(text_of, blocks))) for one, blocks in held.sections()]
    assert [lies for lies, _ in order] == [False, True, False]
    assert (
        "各村各类诉求（件）见附件1。" in order[0][1]
        and "附件：1. 各村各类诉求（件）2. 各村诉求类型3. 口径、来源和数据质量说明" in order[0][1]
    )
    assert re.search("附件1各村各类诉求（件）.*附件2各村诉求类型", order[1][1])


def test_a_table_wider_than_a_lying_page_is_cut_by_columns():
    wide = cross_table(kinds=40)
    held = made(replace(rich(), annexes=(Section(key="annex", title="宽表", tables=(wide,)),)))
    titles = [text for style, text in held.paragraphs if style == "Caption" and "各村诉求类型" in text]
    heads = [text for style, text in held.paragraphs if style.startswith("TableHead") and text.startswith("类型之")]
    assert len(titles) > 1 and titles[1].endswith("（续）")
    assert heads == [column.name for column in wide.columns[1:]]


def test_what_has_no_rows_no_points_or_no_content_says_so():
    chart = next(rich().charts())
    blank = replace(chart, series=tuple(replace(one, values=(None,) * len(one.values)) for one in chart.series))
    bare = replace(cross_table(), rows=())
    sections = (Section(key="one", title="甲", charts=(blank,), tables=(bare,)), Section(key="two", title="乙"))
    held = made(replace(rich(), sections=sections, annexes=(), summary=()))
    assert "各期均没有可画的数，不画图" in held.text and "没有可列的内容" in held.text and "本节没有内容。" in held.text
    assert "本期没有可以摘要的内容。" in held.text and not [name for name in held.parts if "chart" in name]


def test_signs_that_no_file_may_hold_are_left_out():
    held = made(replace(rich(), summary=(Finding(key="a", text="甲\x0b乙\x00丙"),)))
    assert "甲乙丙" in held.text


def test_the_first_page_is_the_summary_alone_where_it_fills_one():
    def begins(brief) -> bool:
        first = next(one for one in made(brief).body.iter(qn("w:p")) if style_of(one) == "Heading1")
        return first.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None

    long = tuple(Finding(key=f"a{place}", text="字" * 100) for place in range(9))
    assert begins(rich()) and not begins(DRAWN["poor"]()) and not begins(replace(rich(), summary=long))


def test_the_properties_are_those_of_the_brief(opened):
    held, brief = docx.Document(BytesIO(opened.content)).core_properties, opened.brief
    assert (held.title, held.author, held.category, held.language) == (brief.title, brief.place, brief.edition_words, "zh-CN")
    assert held.created == held.modified and held.created.replace(tzinfo=None) == datetime(2026, 11, 3)
    assert brief.made.snapshot in held.comments and held.keywords == ("演示数据" if brief.is_synthetic else "")


def test_it_opens_and_its_headings_can_be_navigated(opened):
    document = docx.Document(BytesIO(opened.content))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert [head.partition("、")[2] for head in heads] == [section.title for section in opened.brief.sections]
    assert document.paragraphs[0].style.name == "Title" and document.paragraphs[0].text.replace("\n", "") == opened.brief.title
    assert len(document.inline_shapes) == sum(chart.has_values for chart in opened.brief.charts())


def test_the_same_brief_is_the_same_file_whenever_it_is_made(opened):
    assert made(opened.brief).parts == opened.parts
    assert not re.search(rb"202[0-57-9]-\d\d-\d\dT", b"".join(opened.parts[name] for name in opened.parts if name.startswith("docProps/")))


def test_another_day_is_another_date():
    brief = rich()
    later = made(replace(brief, made=replace(brief.made, on=date(2026, 12, 1))))
    assert b"2026-12-01" in later.parts["docProps/core.xml"] and "2026年12月1日" in later.text


def test_a_definition_says_its_version_where_it_is_not_that_of_most():
    text = made(rich()).text
    assert "没有另外注明的均为第1版，2026年1月1日起。" in text and "满意、基本满意的占比。（第2版，2026年3月1日起）" in text
    assert "（分母为 10月应办结 104 件）" in text and "口径第1、2版（见附件2）" in text_of(made(rich()).roots["word/footer1.xml"])


def test_only_definitions_that_the_text_names_are_printed_and_the_rest_is_said_to_be_in_excel():
    one = rich().definitions[0]
    said = replace(one, name="办结满意度", words="口径子。")
    other, longer = replace(one, name="从未写到的指标", words="口径丑。"), replace(one, name="办结满意度之和", words="口径寅。")
    sections = (Section(key="a", title="甲", findings=(Finding(key="f", text="办结满意度之和为 3。"),)),)
    held = replace(rich(), summary=(), annexes=(), sections=sections, definitions=(said, other, longer))
    text = made(held).text
    assert (
        "口径寅。" in text and "口径子。" not in text and "口径丑。" not in text and "其余指标的口径见同一材料的Excel文件“口径”表" in text
    )
    assert "其余指标" not in made(replace(held, definitions=(longer,))).text


def test_a_long_table_may_be_spread_over_pages_and_a_short_one_may_not():
    def kept(rows: int) -> int:
        table = replace(cross_table(), rows=cross_table().rows[:1] * rows)
        held = made(replace(rich(), sections=(Section(key="a", title="甲", tables=(table,)),), annexes=()))
        first = next(held.body.iter(qn("w:tbl")))
        return sum(row.find(f".//{qn('w:keepNext')}") is not None for row in first.findall(qn("w:tr"))[1:])

    assert kept(8) == 7 and kept(9) == 0


def test_two_tables_of_one_key_are_both_there():
    narrow, wide = replace(cross_table(kinds=2), key="same", title="窄表"), replace(cross_table(kinds=14), key="same", title="宽表")
    held = made(replace(rich(), sections=(Section(key="a", title="甲", tables=(narrow, wide)),), annexes=()))
    assert len(list(held.body.iter(qn("w:tbl")))) == 4 and "宽表见附件1。" in held.text and "窄表见附件" not in held.text


@pytest.mark.skipif(module.program() is None, reason="LibreOffice is not on this machine")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine")
def test_as_a_pdf_no_page_is_blank_and_each_says_what_it_is_of(tmp_path):
    (tmp_path / "made.pdf").write_bytes(portable(made(rich()).content).content)
    said = subprocess.run(["pdftotext", str(tmp_path / "made.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    pages = ["".join(page.split()) for page in said.split("\f")[:-1]]
    assert 5 <= len(pages) <= 9
    for place, page in enumerate(pages, start=1):
        assert "演示数据" in page and "数据截至2026年10月31日" in page and f"—{place}—" in page and len(page) > 120
