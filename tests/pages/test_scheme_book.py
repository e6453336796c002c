"""A scheme goes to Excel and comes back as it was, and what is filled in wrongly is said with its sheet and row."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from indicators.definition import load_catalog
from indicators.scheme import (
    ACROSS,
    BONUS_KINDS,
    GROUPINGS,
    PERIODS,
    SMALL,
    WINDOWS,
    Band,
    Bonus,
    Goalpost,
    Item,
    Pillar,
    Scheme,
    default_scheme,
)
from indicators.scheme_check import problems
from reports.scheme_book import read_scheme_book, write_scheme

TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=12).map(str.strip)
NAME = TEXT.filter(bool)
NUMBER = st.floats(-1e9, 1e9)


@st.composite
def items(draw, id: str) -> Item:
    return Item(
        id=id,
        weight=draw(NUMBER),
        goalpost=Goalpost(low=draw(NUMBER), target=draw(NUMBER), basis=draw(TEXT)),
        gate=draw(st.sampled_from(["", "case_evaluation_rate", "case_response_rate"])),
        gate_at=draw(NUMBER),
        window_months=draw(st.sampled_from(WINDOWS)),
        small=draw(st.sampled_from(SMALL)),
        prior=draw(st.none() | NUMBER),
        prior_size=draw(st.none() | NUMBER),
        is_own_trend=draw(st.booleans()),
    )


@st.composite
def pillars(draw) -> tuple[Pillar, ...]:
    ids = draw(st.lists(NAME, max_size=4, unique=True))
    return tuple(
        Pillar(
            id=id,
            name=draw(NAME),
            items=tuple([draw(items(one)) for one in draw(st.lists(st.sampled_from(sorted(load_catalog())), max_size=3))]),
        )
        for id in ids
    )


SCHEMES = st.builds(
    Scheme,
    id=NAME,
    name=NAME,
    version=st.integers(0, 999),
    adopted_on=st.none() | st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    adopted_by=TEXT,
    note=TEXT,
    pillars=pillars(),
    bonuses=st.lists(
        st.builds(Bonus, id=NAME, name=NAME, kind=st.sampled_from(BONUS_KINDS), points_each=NUMBER, cap=NUMBER), max_size=3
    ).map(tuple),
    bonus_cap=NUMBER,
    bands=st.lists(st.builds(Band, name=NAME, words=TEXT, from_score=NUMBER), max_size=3).map(tuple),
    across=st.sampled_from(ACROSS),
    pillar_present=NUMBER,
    grouping=st.sampled_from(GROUPINGS),
    size_bounds=st.lists(st.integers(0, 9_999), max_size=4).map(tuple),
    period=st.sampled_from(PERIODS),
)


def rows_of(content: bytes, title: str) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(title).to_python(skip_empty_area=False)


def filled(changes: dict[tuple[str, int, str], object], *, without: tuple[str, ...] = ()) -> bytes:
    """The workbook of the default scheme, its values typed into a plain one, with other cells: by sheet, row of the sheet and header."""
    content, file = write_scheme(default_scheme()), BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for title in ("办法", "指标", "加减分", "等次"):
            if title in without:
                continue
            rows = rows_of(content, title)
            for (sheet, number, header), value in changes.items():
                if sheet == title:
                    place = rows[0].index(header)
                    rows += [[""] * len(rows[0])] * (number - len(rows))
                    rows[number - 1] = [value if at == place else cell for at, cell in enumerate(rows[number - 1])]
            copy = book.add_worksheet(title)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell != "":
                        copy.write(at, place, cell)
    return file.getvalue()


def test_the_default_scheme_comes_back_as_it_was():
    assert read_scheme_book(write_scheme(default_scheme())) == (default_scheme(), [])
    assert read_scheme_book(filled({})) == (default_scheme(), [])


@settings(max_examples=60, deadline=None)
@given(SCHEMES)
def test_any_scheme_comes_back_as_it_was(scheme):
    assert read_scheme_book(write_scheme(scheme)) == (scheme, [])


def test_a_number_that_a_workbook_rounds_is_kept_whole():
    item = Item(id="case_on_time_rate", weight=0.1 + 0.2, goalpost=Goalpost(low=1 / 3, target=100 * 3 / 7, basis=""))
    scheme = replace(default_scheme(), pillars=(Pillar(id="one", name="一", items=(item,)),))
    assert read_scheme_book(write_scheme(scheme))[0] == scheme


def test_the_workbook_can_be_read_by_people():
    content = write_scheme(default_scheme())
    assert CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names == ["办法", "指标", "加减分", "等次", "填报说明", "指标目录"]
    frame = {row[0]: row[1] for row in rows_of(content, "办法")}
    assert (frame["考核周期"], frame["一级指标合成"], frame["分组"], frame["户数分组线"]) == ("季度", "算术平均", "按户数", "200、400")
    assert "须经镇党委审定" in frame["说明"]
    head, first, *_ = rows_of(content, "指标")
    line = dict(zip(head, first, strict=True))
    assert (line["一级指标"], line["指标"], line["件数少时"], line["计算时段"]) == (
        default_scheme().pillars[0].name,
        load_catalog()[default_scheme().items[0].id].name,
        "不计分",
        "滚动12个月",
    )
    assert line["权重之和（应为100）"] == pytest.approx(100)
    assert len(rows_of(content, "指标目录")) == len(load_catalog()) + 1


def test_an_indicator_is_found_by_its_name_or_its_code_and_joins_the_pillar_of_its_name():
    added = {
        "一级指标": "诉求办理时效",
        "指标": load_catalog()["case_overdue_rate"].code,
        "权重": "2.5",
        "零分值": 20,
        "满分值": 0,
        "目标值依据": "会议纪要",
    }
    read, wrong = read_scheme_book(filled({("指标", 30, header): value for header, value in added.items()}))
    assert not wrong
    pillar = next(one for one in read.pillars if one.name == "诉求办理时效")
    assert pillar.id == "timeliness" and len(read.pillars) == len(default_scheme().pillars)
    assert pillar.items[-1] == Item(id="case_overdue_rate", weight=2.5, goalpost=Goalpost(low=20.0, target=0.0, basis="会议纪要"))
    name = load_catalog()["case_overdue_rate"].name
    renamed, wrong = read_scheme_book(filled({("指标", 2, "指标"): name, ("指标", 2, "指标编号"): ""}))
    assert (wrong, renamed.items[0].id) == ([], "case_overdue_rate")


def test_what_people_type_otherwise_is_understood():
    typed = {
        ("办法", 5, "内容"): "2026-07-01", ("办法", 9, "内容"): "geometric", ("办法", 11, "内容"): "", ("办法", 12, "内容"): "100, 300，600",
        ("办法", 10, "内容"): "60%", ("指标", 2, "计算时段"): "24", ("指标", 2, "只与上年比"): "", ("指标", 2, "前提指标"): "",
    }  # fmt: skip
    read, wrong = read_scheme_book(filled(typed))
    assert not wrong
    assert (read.adopted_on, read.across, read.grouping, read.size_bounds, read.pillar_present) == (
        date(2026, 7, 1),
        "geometric",
        "none",
        (100, 300, 600),
        0.6,
    )
    assert (read.items[0].window_months, read.items[0].is_own_trend, read.items[0].gate) == (24, False, "")


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        (("办法", 2, "内容"), "", "工作表“办法”第 2 行“编号”不能为空。"),
        (("办法", 4, "内容"), 1.5, "工作表“办法”第 4 行“版本”应填整数，现为“1.5”。"),
        (("办法", 5, "内容"), "去年", "工作表“办法”第 5 行“审定日期”应填日期，如 2026-01-31，现为“去年”。"),
        (("办法", 8, "内容"), "每月", "工作表“办法”第 8 行“考核周期”只能填季度、半年、年度，现为“每月”。"),
        (("办法", 9, "内容"), "连乘", "工作表“办法”第 9 行“一级指标合成”只能填算术平均、几何平均，现为“连乘”。"),
        (("办法", 12, "内容"), "两百", "工作表“办法”第 12 行“户数分组线”应填数字，现为“两百”。"),
        (("办法", 12, "项目"), "别的", "工作表“办法”缺少“户数分组线”这一行。"),
        (("指标", 1, "权重"), "分值", "工作表“指标”缺少“权重”这一列。"),
        (("指标", 3, "指标"), "微笑率", "工作表“指标”第 3 行“指标”指标目录中没有这个指标，或已停用，现为“微笑率”。"),
        (("指标", 3, "指标"), "响应率", "工作表“指标”第 3 行指标名称和指标编号不是同一个指标：换指标时请把指标编号清空。"),
        (("指标", 4, "权重"), "五分", "工作表“指标”第 4 行“权重”应填数字，现为“五分”。"),
        (("指标", 4, "零分值"), "", "工作表“指标”第 4 行“零分值”应填数字。"),
        (("指标", 4, "满分值"), True, "工作表“指标”第 4 行“满分值”应填数字，现为“True”。"),
        (("指标", 5, "一级指标"), "", "工作表“指标”第 5 行“一级指标”不能为空。"),
        (("指标", 5, "一级指标"), "另一项", "工作表“指标”第 5 行一级指标编号“party”前面用于“党建组织运行”，这里用于“另一项”。"),
        (("指标", 5, "件数少时"), "照算", "工作表“指标”第 5 行“件数少时”只能填不计分、收缩，现为“照算”。"),
        (("指标", 5, "计算时段"), 7, "工作表“指标”第 5 行“计算时段”只能填滚动12个月、滚动24个月、考核期本身，现为“7.0”。"),
        (("指标", 40, "权重"), 3, "工作表“指标”第 40 行没有写明是哪个指标。"),
        (("加减分", 2, "类别"), "一票否决", "工作表“加减分”第 2 行“类别”只能填加分、减分、单列事项，现为“一票否决”。"),
        (("加减分", 3, "上限"), "不限", "工作表“加减分”第 3 行“上限”应填数字，现为“不限”。"),
        (("等次", 2, "起始分"), "八五", "工作表“等次”第 2 行“起始分”应填数字，现为“八五”。"),
        (("等次", 3, "等次"), "", "工作表“等次”第 3 行“等次”不能为空。"),
    ],
)
def test_a_wrong_cell_has_its_sentence(cell, value, sentence):
    read, wrong = read_scheme_book(filled({cell: value}))
    assert read is None and sentence in wrong


def test_every_wrong_cell_is_said_at_once():
    _, wrong = read_scheme_book(filled({("指标", 3, "权重"): "x", ("指标", 9, "满分值"): "y", ("等次", 2, "起始分"): "z"}))
    assert len(wrong) == 3 and all(one.endswith("。") for one in wrong)


def test_what_is_no_workbook_of_a_scheme_is_said_in_a_sentence():
    cut = write_scheme(default_scheme())[:2_000]
    for content in (b"", b"not a workbook", cut):
        [sentence] = read_scheme_book(content)[1]
        assert "无法作为考核办法的 Excel 工作簿打开" in sentence
    assert read_scheme_book(filled({}, without=("等次", "办法"))) == (None, ["没有名为“办法”的工作表。", "没有名为“等次”的工作表。"])
    far = BytesIO()
    with xlsxwriter.Workbook(far, {"in_memory": True}) as book:
        for title in ("办法", "指标", "加减分", "等次"):
            book.add_worksheet(title).write(1_048_575, 0, "远")
    assert "无法作为考核办法的 Excel 工作簿打开" in read_scheme_book(far.getvalue())[1][0]


def test_a_scheme_that_can_be_read_but_is_not_sound_is_left_to_the_check():
    read, wrong = read_scheme_book(filled({("指标", 2, "权重"): 7}))
    assert not wrong and problems(read) == ["各指标权重之和应为 100，现为 101。"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_a_workbook_saved_by_libreoffice_reads_back_equal(tmp_path: Path):
    (tmp_path / "scheme.xlsx").write_bytes(write_scheme(default_scheme()))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(tmp_path / "saved"), str(tmp_path / "scheme.xlsx")], check=True, capture_output=True, timeout=180)
    assert read_scheme_book((tmp_path / "saved" / "scheme.xlsx").read_bytes()) == (default_scheme(), [])
