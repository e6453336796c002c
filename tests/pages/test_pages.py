"""Every page on every kind of warehouse, every filter moved once, and the rows behind a figure."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import BUILDS
from tests.pages.township import build
from warehouse.errors import WarehouseBusy

PAGES = ["pages/monitor/overview.py", "pages/monitor/cases.py", "pages/monitor/disputes.py", "pages/monitor/income.py",
         "pages/monitor/infrastructure.py", "pages/monitor/industry.py", "pages/monitor/party.py", "pages/review/signals.py", "pages/review/causes.py",
         "pages/review/compare.py", "pages/review/assessment.py", "pages/review/village.py", "pages/review/meeting.py",
         "pages/data/intake.py", "pages/data/batches.py", "pages/data/dictionary.py"]  # fmt: skip
DRAWN = ("township", "one_village", "no_closing", "one_domain", "demonstration")  # what stands in these is synthetic
LEFT_OVER = re.compile(r"\b(nan|None|NaT|inf|<NA>)\b")


def texts(app) -> list[str]:
    """Everything on the page that is read: Markdown, HTML, headings, captions, buttons, notices."""
    said = [one.value for kind in (app.markdown, app.title, app.caption, app.info, app.success, app.error) for one in kind]
    return said + [one.proto.body for one in app.get("html")] + [one.label for one in app.button]


def headline(app) -> str:
    return app.main.markdown[0].value


def card(app, name: str) -> str:
    return next(text for text in texts(app) if 'class="figure"' in text and f">{name}<" in text)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("warehouse", BUILDS)
def test_every_page_opens_on_every_warehouse(board, warehouse, page):
    app = board(warehouse, page)
    assert not app.exception
    assert not app.error
    assert app.title
    style = [text for text in texts(app) if "<style" not in text and "<script" not in text]
    assert not [text for text in style if LEFT_OVER.search(text)]
    assert warehouse not in DRAWN or any("演示数据" in text and "banner" in text for text in style)


def test_an_empty_warehouse_says_what_to_load(board):
    app = board("empty")
    assert "还没有诉求数据" in app.info[0].value


def test_a_source_without_closing_times_says_why(board):
    app = board("no_closing", "pages/monitor/cases.py")
    assert "来源文件没有办结时间" in headline(app)
    assert "不可计算" in card(app, "超期未办结")
    assert '<div class="value none">不可计算' in card(app, "办结时长中位数")


def test_few_cases_show_the_fraction_and_no_percentage(board):
    app = board("one_village")
    assert re.search(r"解决率 \d/\d 件", headline(app))
    assert "件数少，不计百分比" in card(app, "解决率")


MOVES = {
    "范围": (lambda app: app.sidebar.selectbox(key="范围").set_value("试写镇/东湾村"), "东湾村"),
    "周期": (lambda app: app.sidebar.segmented_control(key="周期").set_value("quarter"), "2026年第4季度"),
    "起": (lambda app: app.sidebar.selectbox(key="起").set_value("2026-01"), "2026年1月—2026年10月"),
    "止": (lambda app: app.sidebar.selectbox(key="止").set_value("2026-08"), "2026年8月"),
    "诉求来源": (lambda app: app.sidebar.multiselect(key="诉求来源").set_value(["来访"]), ""),
    "诉求类型": (lambda app: app.sidebar.multiselect(key="诉求类型").set_value(["投诉", "求助"]), ""),
}


@pytest.mark.parametrize("page", PAGES[:2])
@pytest.mark.parametrize("moved", MOVES)
def test_every_filter_moves_the_page(board, page, moved):
    app = board("township", page)
    before = texts(app)
    move, expected = MOVES[moved]
    move(app)
    app.run()
    assert not app.exception
    assert not app.error
    assert texts(app) != before
    assert any(expected in text for text in texts(app))


def test_filters_are_read_from_the_address(board):
    app = board("township", **{"范围": "\u3000东湾村", "周期": "季", "止": "2026年8月"})
    assert app.sidebar.selectbox(key="范围").value == "试写镇/东湾村"
    assert "2026年第3季度（截至8月31日），东湾村" in headline(app)


def test_filters_stay_when_the_page_changes(board):
    app = board("township")
    app.sidebar.selectbox(key="范围").set_value("试写镇/东湾村").run()
    app.switch_page("pages/monitor/cases.py").run()
    assert app.sidebar.selectbox(key="范围").value == "试写镇/东湾村"
    assert "东湾村" in headline(app)


def opened(app, indicator: str):
    """The board after the details of a figure were asked for, and the number the button named."""
    button = app.button(key=f"open-{indicator}")
    named = int(re.search(r"[\d,]+", button.label).group().replace(",", ""))
    button.click().run()
    assert not app.exception
    return named


@pytest.mark.parametrize("indicator", ["case_received_count", "case_on_time_rate", "case_overdue_open_count", "case_duration_median"])
def test_a_figure_opens_to_as_many_rows_as_it_says(board, indicator):
    app = board("township")
    named = opened(app, indicator)
    pages = -(-named // 100)
    table = app.dataframe[-1].value
    assert len(table) == min(named, 100)
    if pages > 1:
        assert len(app.get("pagination")) == 1
    assert [column for column in ("文件", "工作表", "行号", "批次") if column in table.columns] == ["文件", "工作表", "行号", "批次"]


def test_the_parts_of_a_rate_add_up(board):
    app = board("township")
    named = opened(app, "case_on_time_rate")
    control = app.segmented_control(key="明细部分")
    counts = [int(re.search(r"([\d,]+) 件", label).group(1)) for label in control.options]
    assert counts[0] == named == counts[1] + counts[2]
    control.set_value("rest")  # the test harness runs the whole page, which closes the dialog: ask again in the same run
    app.button(key="open-case_on_time_rate").click().run()
    assert len(app.dataframe[-1].value) == min(counts[2], 100)


def test_an_unforeseen_error_is_answered_in_chinese(board, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("a defect of ours")

    monkeypatch.setattr("pages.parts.case_blocks.present", broken)
    app = board("township")
    assert not app.exception
    assert "这里出错了" in app.error[0].value


def test_a_first_start_builds_the_demonstration(tmp_path, monkeypatch):
    monkeypatch.setattr("etl.load.load_demo", build)
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    app = AppTest.from_file("../../dashboard.py", default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "总览"
    assert "试写镇" in headline(app)


def test_a_warehouse_that_is_being_built_says_so(tmp_path, monkeypatch):
    def busy(_):
        raise WarehouseBusy("另一个导入正在进行，请等它结束后再试。")

    monkeypatch.setattr("etl.load.load_demo", busy)
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path))
    app = AppTest.from_file("../../dashboard.py", default_timeout=60).run()
    assert not app.exception
    assert "正在进行" in app.info[0].value


def test_an_area_inside_a_village_is_offered_once_the_village_is_chosen(board):
    app = board("township")
    assert not any("网格" in option for option in app.sidebar.selectbox(key="范围").options)
    app.sidebar.selectbox(key="范围").set_value("试写镇/柳沟村").run()
    assert "\u3000\u3000第一网格" in app.sidebar.selectbox(key="范围").options


def test_a_range_that_ends_before_it_begins_cannot_be_asked(board):
    app = board("township")
    app.sidebar.selectbox(key="止").set_value("2026-03").run()
    app.sidebar.selectbox(key="起").set_value("2026-06").run()
    assert not app.error
    assert app.sidebar.selectbox(key="止").value == "2026-10"
