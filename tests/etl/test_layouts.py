"""Any sheet is described without a contract: the eleven real layouts against known answers, the traps in drawn ones."""

import json
from pathlib import Path

import pytest

from etl import layout as module
from etl.layout import layout_answer, layout_words, survey, survey_files
from tests.readers.drawing import csv_bytes, opened, workbook

FOLDER = Path(__file__).parents[2] / "../shared/data/layouts"
STATISTICS = "国家统计局_分省年度"
GROWTH = "固定资产投资(不含农户)实际到位资金_比上年增长"
# Read off the raw files by hand: header row, indicator, unit, first and last year, their number, years without any value, areas, footer rows.
KNOWN = {
    "国家统计局_主要城市.xls": (4, "国内生产总值", "亿元", 2015, 2019, 5, [], 36, [41]),
    f"{STATISTICS}.xls": (4, "地区生产总值", "亿元", 2015, 2019, 5, [], 31, [36, 37, 38]),
    f"{STATISTICS}_gb18030_1.csv": (4, "地区生产总值", "亿元", 2006, 2024, 19, [], 31, [36, 37]),
    f"{STATISTICS}_gb18030_2.csv": (4, "人口数(人口抽样调查)", "人", 2006, 2025, 20, [2010, 2020, 2025], 31, [36, 37, 38]),
    f"{STATISTICS}_gb18030_3.csv": (4, "65岁及以上人口数(人口抽样调查)", "人", 2006, 2025, 20, [2010, 2020, 2025], 31, [36, 37]),
    f"{STATISTICS}_gb18030_4.csv": (4, "城镇单位就业人员", "万人", 2006, 2025, 20, [2006, 2007, 2025], 31, [36, 37, 38, 39]),
    f"{STATISTICS}_gb18030_5.csv": (4, "私营企业和个体就业人员", "万人", 2006, 2025, 20, [*range(2020, 2026)], 31, [36, 37, 38, 39]),
    f"{STATISTICS}_gb18030_6.csv": (4, GROWTH, "%", 2006, 2025, 20, [*range(2006, 2018), 2025], 31, [36]),
    f"{STATISTICS}_gb18030_7.csv": (4, "公有经济企事业单位专业技术人员数", "人", 2006, 2025, 20, [*range(2012, 2026)], 31, [36, 37, 38]),
    f"{STATISTICS}_utf8bom_tab.csv": (3, "", "", 2011, 2025, 15, [2025], 31, [35]),
    "分省面板_整洁_utf8bom.csv": (1, "", "", 2005, 2024, 20, [], 31, []),
}
PANEL_UNITS = {
    **{"GDP_亿元": "亿元", "GDP_当年价_亿元": "亿元", "第二产业比重_%": "%", "总人口数_人": "人", "人口数_抽样调查_人": "人"},
    **{"65岁以上人口_人": "人", "65岁以上人口_抽样调查_人": "人", "城镇化率_%": "%", "就业人员数_万人": "万人"},
    **{
        "城镇单位就业人员_万人": "万人",
        "私营个体就业人员_万人": "万人",
        "私营个体就业人员_NBS_万人": "万人",
        "固定资产投资总额_亿元": "亿元",
    },
    **{"固定资产投资到位资金增速_%": "%", "进出口总额_亿元人民币": "亿元人民币", "进出口总额_万美元": "万美元", "税收收入_亿元": "亿元"},
    **{"发明专利申请数_件": "件", "公有单位专业技术人员_人": "人", "公有单位专业技术人员_NBS_人": "人"},
}
shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real public files (../shared/data) is not there"),
]


def real():
    return [pytest.param(name, marks=shared) for name in KNOWN]


def surveyed(path, scratch):
    book = opened(path, scratch)
    return survey(book, book.sheets[0])


@pytest.fixture
def drawn(tmp_path):
    """A CSV file of the rows, surveyed."""

    def draw(*rows, name="表.csv"):
        (tmp_path / name).write_bytes(csv_bytes(rows))
        return surveyed(tmp_path / name, tmp_path)

    return draw


@pytest.fixture
def typed(tmp_path):
    """A workbook of the rows, surveyed."""

    def draw(*rows, merges=()):
        return surveyed(workbook(tmp_path / "表.xlsx", rows, merges), tmp_path)

    return draw


@pytest.mark.parametrize("name", real())
def test_real_layouts_have_their_known_answers(name, tmp_path):
    found = layout_answer(surveyed(FOLDER / name, tmp_path))
    years = found["years"]
    assert (
        *(found["header_row"], found["indicator"], found["unit"], years["first"], years["last"], years["count"], years["empty"]),
        *(found["areas"], found["footer_rows"]),
    ) == KNOWN[name]
    assert (found["area_header"], found["total_rows"], found["blank_rows"], found["section_rows"]) == ("地区", [], [], [])


@pytest.mark.parametrize("name", real())
def test_every_row_below_a_real_header_has_a_kind(name, tmp_path):
    book = opened(FOLDER / name, tmp_path)
    found = survey(book, book.sheets[0])
    assert found.data_rows + len(found.footer_rows) == book.sheets[0].row_count - found.header_row
    assert found.data_rows == (620 if "面板" in name else found.areas)


@pytest.mark.parametrize("name", real())
def test_years_stand_across_except_in_the_panel(name, tmp_path):
    found = surveyed(FOLDER / name, tmp_path)
    assert (found.years_stand, found.years_header) == (("down", "年份") if "面板" in name else ("across", ""))
    assert dict(found.column_units) == (PANEL_UNITS if "面板" in name else {})


@pytest.mark.parametrize("name", real())
def test_the_command_line_names_what_was_found(name, tmp_path):
    header_row, _, unit, first, last, count, _, areas, footer_rows = KNOWN[name]
    words = layout_words(surveyed(FOLDER / name, tmp_path))
    assert f"表头在第 {header_row} 行" in words[0]
    assert f"年份 {first}—{last}，共 {count} 个" in words[0]
    assert f"地区 {areas} 个" in words[0]
    assert (f"单位 {unit}" if unit else "单位 20 列各自注明" if "面板" in name else "单位未注明") in words[0]
    assert len(words) == 1 + bool(footer_rows)
    assert f"表下说明 {len(footer_rows)} 行" in words[-1] or not footer_rows


def test_notes_run_on_to_the_end(drawn):
    found = drawn(
        ["数据库：年度数据"], ["指标：粮食产量(万吨)"], ["地区", "2023年", "2022年", "2021年"],
        ["甲县", "1", "2", "3"], ["", "", "", ""], ["乙县", "", "", ""], ["", "", "", ""],
        ["注：1.产量为全社会口径。"], ["　　　2.乙县未报"], ["", "", ""], ["见年鉴"], ["数据来源：统计局"],
    )  # fmt: skip
    assert (found.indicator, found.unit, found.areas, found.data_rows) == ("粮食产量", "万吨", 2, 2)
    assert (found.blank_rows, found.footer_rows) == ((5,), (7, 8, 9, 10, 11, 12))
    assert layout_words(found) == [
        "表.csv · 表：表头在第 3 行；指标 粮食产量；单位 万吨；年份 2021—2023，共 3 个，横排；地区 2 个；数据 2 行",
        "    表内空行 1 行（第 5 行）跳过",
        "    表下说明 6 行（第 7—12 行）未采用",
    ]


def test_an_area_without_values_is_no_note(drawn):
    assert drawn(["地区", "2023年", "2022年"], ["甲县", "1", "2"], ["乙县", "", ""]).areas == 2


def test_signatures_below_are_no_areas(typed):
    found = typed(["村", "户数", "人口"], ["甲村", 1, 2], ["乙村", 3, 4], ["制表人：", "（略）", "审核人："])
    assert (found.areas, found.footer_rows) == (2, (4,))


@pytest.mark.parametrize("total", ["合计", "全镇", "总计", "全国", "小计"])
def test_a_total_is_no_area(drawn, total):
    found = drawn(["村", "2023年", "2022年"], ["甲村", "1", "2"], [total, "4", "6"], ["乙村", "3", "4"])
    assert (found.areas, found.data_rows, found.total_rows) == (2, 2, (3,))
    assert "    合计行 1 行（第 3 行）不作为地区计数" in layout_words(found)


def test_a_blank_row_before_the_total_is_inside_the_table(drawn):
    found = drawn(["村", "户数"], ["甲村", "1"], ["", ""], ["合计", "1"], ["", ""], ["数据来源：农经站"])
    assert (found.blank_rows, found.total_rows, found.footer_rows) == ((3,), (4,), (5, 6))


def test_a_section_heading_is_no_area(drawn):
    found = drawn(["镇", "户数", "人口"], ["一、山区"], ["甲镇", "1", "2"], ["二、川区"], ["乙镇", "3", "4"])
    assert (found.areas, found.section_rows) == (2, (2, 4))


def test_a_panel_has_its_years_down_and_units_by_column(drawn):
    found = drawn(
        ["村", "年份", "人均收入（元）", "面积_亩", "指数_上年=100"],
        ["甲村", "2021", "9000", "2005", "101"], ["甲村", "2022", "9500", "2010", "102"], ["乙村", "2021", "8000", "1990", "103"],
    )  # fmt: skip
    assert (found.header_row, found.years, found.years_stand, found.years_header) == (1, (2021, 2022), "down", "年份")
    assert (found.areas, found.data_rows, found.unit) == (2, 3, "")
    assert found.column_units == (("人均收入（元）", "元"), ("面积_亩", "亩"))
    assert "单位 2 列各自注明（元、亩）；年份 2021—2022，共 2 个，竖排在“年份”列；村 2 个；数据 3 行" in layout_words(found)[0]


def test_a_base_year_in_a_header_does_not_turn_a_panel_round(drawn):
    found = drawn(["地区", "年份", "2010年不变价产值", "2020年不变价产值"], ["甲县", "2021", "5", "6"], ["乙县", "2021", "7", "8"])
    assert (found.years, found.years_stand) == ((2021,), "down")


@pytest.mark.parametrize(("label", "count"), [("户数", "2014"), ("户数", "2019"), ("", "2019"), ("", "空心村")])
def test_values_that_could_be_years_are_no_header(drawn, label, count):
    found = drawn(["村", "年份", label], ["甲村", "2013", count], ["乙村", "2013", count])
    assert (found.header_row, found.data_rows, found.years) == (1, 2, (2013,))


@pytest.mark.parametrize("written", ["2021", "2021年", "2021-03", "2021/3/5", "20210305", "202103", "2021Q1", "2021.0"])
def test_ways_to_write_a_year_in_a_column(drawn, written):
    assert drawn(["村", "统计时间", "户数"], ["甲村", written, "1"]).years == (2021,)


@pytest.mark.parametrize("written", ["20215", "2021345", "18日", "1850"])
def test_what_is_no_year_in_a_column(drawn, written):
    assert drawn(["村", "办理时间", "户数"], ["甲村", written, "1"]).years == ()


def test_years_across_go_before_a_date_of_each_row(drawn):
    found = drawn(["村", "成立时间", "2022年", "2023年"], ["甲村", "2001-05-01", "1", "2"])
    assert (found.years, found.years_stand) == ((2022, 2023), "across")


def test_a_row_of_names_apart_from_the_table_is_no_header(drawn):
    found = drawn(["某县", "某镇", "农经站", "汇总"], [""], ["村", "户数"], ["甲村", "1"], ["乙村", "2"])
    assert (found.header_row, found.areas) == (3, 2)


@pytest.mark.parametrize("first", ["地区", ""])
def test_bare_years_are_a_header(drawn, first):
    found = drawn(["历年产量（吨）"], [first, "2019", "2020"], ["甲县", "1", "2"], ["乙县", "5", ""])
    assert (found.header_row, found.years, found.years_stand, found.unit, found.areas) == (2, (2019, 2020), "across", "吨", 2)


@pytest.mark.parametrize("written", ["{}年", "{}年度", "{}年末", "{}", "{}年人均收入"])
def test_ways_to_write_a_year_in_a_header(drawn, written):
    assert drawn(["地区", written.format(2022), written.format(2023)], ["甲县", "1", "2"]).years == (2022, 2023)


def test_an_index_of_years_without_a_header(drawn):
    found = drawn(["", "产量", "面积"], ["1978年", "5", "6"], ["1979年", "", "8"])
    assert (found.years, found.years_stand, found.areas) == ((1978, 1979), "down", 0)
    assert "年份 1978—1979，共 2 个，竖排在首列；没有地区列；数据 2 行" in layout_words(found)[0]


def test_numbers_in_the_first_column_are_no_years(drawn):
    assert drawn(["编号", "村", "户数"], ["2001", "甲村", "5"], ["2002", "乙村", "6"]).years == ()


def test_two_header_rows_merged(typed):
    found = typed(
        ["各村收入"], ["填报单位：某镇", "", "", "", "单位：万元"], ["村", "2022年", "", "2023年", ""], ["", "收入", "支出", "收入", "支出"],
        ["甲村", 1, 2, 3, 4], ["乙村", 5, 6, 7, 8],
        merges=[(2, 0, 3, 0, "村"), (2, 1, 2, 2, "2022年"), (2, 3, 2, 4, "2023年")],
    )  # fmt: skip
    assert (found.title, found.header_row, found.first_data_row, found.unit) == ("各村收入", 4, 5, "万元")
    assert (found.years, found.years_stand, found.areas, found.data_rows) == ((2022, 2023), "across", 2, 2)


def test_two_header_rows_whose_merges_are_lost(drawn):
    found = drawn(
        ["村", "2022年", "", "2023年", ""], ["", "收入", "支出", "收入", "支出"], ["甲村", "1", "2", "", ""], ["乙村", "3", "4", "", ""]
    )
    assert (found.header_row, found.years, found.empty_years, found.areas) == (2, (2022, 2023), (2023,), 2)
    assert "年份 2022—2023，共 2 个，横排（2023 年整列空白）" in layout_words(found)[0]


def test_a_row_of_column_numbers_is_no_data(drawn):
    found = drawn(["村", "户数", "人口"], ["甲", "1", "2"], ["张村", "5", "6"])
    assert (found.header_row, found.first_data_row, found.data_rows) == (1, 3, 1)


def test_no_years_are_said_to_be_none(drawn):
    found = drawn(["某镇各村情况"], ["行政村", "户数（户）", "状态"], ["甲村", "1", "好"], ["乙村", "2", "好"])
    assert (found.header_row, found.years, found.years_stand, found.areas) == (2, (), "", 2)
    assert "没有年份" in layout_words(found)[0]


def test_a_table_without_any_number(drawn):
    found = drawn(["问题台账"], ["村", "问题", "状态"], ["甲村", "路坏", "在办"], ["乙村", "灯坏", "办结"])
    assert (found.header_row, found.data_rows, found.areas) == (2, 2, 2)


def test_the_same_village_name_in_two_towns_counts_twice(typed):
    rows = [["镇", "村", "年份", "户数"], ["东镇", "新村", 2021, 1], ["", "", 2022, 2], ["", "河村", 2021, 3], ["东镇", "河村", 2022, 3]]
    rows += [["西镇", "新村", 2021, 4]]
    found = typed(*rows, merges=[(1, 0, 3, 0, "东镇"), (1, 1, 2, 1, "新村")])
    assert (found.area_header, found.areas, found.data_rows) == ("村", 3, 5)


def test_without_an_area_column_the_first_texts_are_counted_but_no_persons(drawn):
    found = drawn(["序号", "户主姓名", "项目名称", "金额"], ["1", "某甲", "修路", "5"], ["2", "某乙", "修路", "6"])
    assert (found.area_header, found.has_area_column, found.areas) == ("项目名称", False, 1)
    assert "“项目名称”列有 1 个不同的名称" in layout_words(found)[0]


def test_persons_and_phones_above_the_table_are_not_repeated(drawn):
    found = drawn(["各村收入"], ["填报人：某甲", "电话：13800000000"], ["村", "2022年", "2023年"], ["甲村", "1", "2"])
    said = json.dumps([layout_words(found), layout_answer(found)], ensure_ascii=False)
    assert found.header_row == 3
    assert "某甲" not in said
    assert "138" not in said


@pytest.mark.parametrize("where", ["title", "header", "file"])
def test_a_list_of_watched_persons_is_not_described(drawn, where):
    title = "社区矫正情况" if where == "title" else "各村情况"
    header = "刑满释放" if where == "header" else "户数"
    assert drawn([title], ["村", header, "人口"], ["甲村", "1", "2"], name="涉稳.csv" if where == "file" else "表.csv") is None


@pytest.mark.parametrize(
    "rows", [[["只有一句话"]], [["村"], ["甲村"], ["乙村"]], [["1", "2"], ["3", "4"]], [["单位：", "万元"], ["1", "2"]]]
)
def test_no_table_no_layout(drawn, rows):
    assert drawn(*rows) is None


@pytest.mark.parametrize("blank", [" ", "　", "\u2003", "\u00a0"])
def test_a_row_of_nothing_but_blanks_is_blank(drawn, blank):
    assert drawn(["村", "户数"], ["甲村", "1"], [blank, ""], ["乙村", "2"]).blank_rows == (3,)


def test_of_a_very_long_sheet_only_the_head(drawn, monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 3)
    found = drawn(["地区", "2022年", "2023年"], ["甲县", "1", "2"], ["乙县", "3", "4"], ["丙县", "5", "6"])
    assert (found.header_row, found.years, found.areas, found.data_rows, found.empty_years) == (1, (2022, 2023), None, None, ())
    assert "横排；超过" in layout_words(found)[0]


def test_the_answer_is_json(drawn):
    answer = layout_answer(drawn(["地区", "2022年", "2023年"], ["甲县", "1", ""]))
    assert json.loads(json.dumps(answer)) == answer
    assert answer["years"] == {"first": 2022, "last": 2023, "count": 2, "stand": "across", "header": "", "empty": [2023]}


def test_long_lists_of_rows_are_cut(drawn):
    rows = [row for i in range(12) for row in ([f"村{i}", "1"], ["", ""])]
    words = layout_words(drawn(["村", "户数"], *rows, ["末村", "1"]))
    assert words[1:] == ["    表内空行 12 行（第 3、5、7、9、11、13、15、17、19、21 等行）跳过"]


def test_files_that_cannot_be_read_are_left_to_the_import(tmp_path):
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "表.csv").write_bytes(csv_bytes([["村", "户数"], ["甲村", "1"]]))
    found = survey_files([tmp_path / "空.csv", tmp_path / "没有.csv", tmp_path / "表.csv"])
    assert [layout.file for layout in found] == ["表.csv"]
