"""变化原因 on every kind of warehouse, each of its questions, and every cell opening to as many cases as it says."""

import re

import pytest

from indicators.definition import load_catalog
from indicators.rows import rows
from pages.parts import backlog_blocks, cause_blocks, context, step_blocks
from reports.signals import is_counted_rate
from tests.pages.conftest import BUILDS
from tests.pages.test_pages import LEFT_OVER, headline, texts
from warehouse.folder import current_name

PAGE = "pages/review/causes.py"
QUESTIONS = ("率为什么变", "积压从哪来", "慢在哪一步")


def asked(board, warehouse: str, question: str, **query: str):
    return board(warehouse, PAGE, **{"问题": question, **query})


def tables(app) -> list:
    return [one.value for one in app.dataframe]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("warehouse", BUILDS)
def test_every_question_has_an_answer_on_every_warehouse(board, warehouse, question):
    app = asked(board, warehouse, question)
    assert not app.exception
    assert not app.error
    said = [text for text in texts(app) if "<style" not in text and "<script" not in text]
    assert not [text for text in said if LEFT_OVER.search(text)]
    assert not [text for text in said if re.search("因为|导致|由于", text)]
    assert not [text for frame in tables(app) for text in frame.to_csv().splitlines() if LEFT_OVER.search(text)]


@pytest.mark.parametrize(("warehouse", "question", "expected"), [
    ("empty", "率为什么变", "还没有诉求数据"),
    ("totals_only", "积压从哪来", "只有汇总上报的月报"),
    ("one_domain", "慢在哪一步", "还没有诉求数据"),
    ("no_closing", "率为什么变", "来源文件"),
    ("no_closing", "积压从哪来", "来源文件没有办结时间"),
    ("no_closing", "慢在哪一步", "来源文件"),
    ("one_village", "率为什么变", "没有任何上报数据"),
    ("one_village", "积压从哪来", "没有数据，无从比较"),
    ("township", "慢在哪一步", "未填报"),
    ("county", "率为什么变", "没有任何上报数据"),
])  # fmt: skip
def test_what_cannot_be_answered_says_why(board, warehouse, question, expected):
    app = asked(board, warehouse, question)
    assert expected in "\n".join([headline(app) if app.main.markdown else "", *(one.value for one in app.info)])


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


@pytest.mark.parametrize("column", ["村", "承办单位", "一级分类", "诉求类型", "诉求来源"])
def test_the_printed_parts_add_up_on_the_page(board, column):
    app = asked(board, "township", "率为什么变", 拆分按=column)
    (table,) = (frame for frame in tables(app) if "构成" in frame)
    for name in ("构成", "自身", "合计"):
        *parts, whole = map(number, table[name])
        assert round(sum(parts), 1) == whole
    assert all(round(number(row["构成"]) + number(row["自身"]), 1) == number(row["合计"]) for _, row in table.iterrows())
    before, after = (number(table[name].iloc[-1].partition("%")[0]) for name in ("前 12 个月", "近 12 个月"))
    assert round(after - before, 1) == number(table["合计"].iloc[-1])
    assert f"{abs(number(table['合计'].iloc[-1])):.1f} 个百分点" in headline(app)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("grain", ["季", "年", "全段"])
def test_every_grain_is_answered(board, question, grain):
    app = asked(board, "township", question, 周期=grain)
    assert not app.exception
    assert not app.error
    assert "12 个月" in headline(app) or "年" in headline(app)


def test_this_period_against_the_one_before(board):
    app = asked(board, "township", "率为什么变", 对照="本月与上月")
    assert "比上月" in headline(app) or "与上月" in headline(app)
    assert headline(app).startswith("2026年10月")
    app = asked(board, "township", "慢在哪一步", 哪段时间="本月")
    assert headline(app).startswith("2026年10月")


def test_a_grain_without_a_period_before_keeps_the_page_alive(board):
    app = asked(board, "township", "率为什么变", 对照="本月与上月")
    app.sidebar.segmented_control(key="周期").set_value("all").run()
    assert not app.exception
    assert not app.error
    assert "近 12 个月" in headline(app)


def test_one_village_has_no_villages_to_tell_apart(board):
    app = asked(board, "township", "率为什么变", 范围="\u3000东湾村")
    assert not app.exception
    assert "按承办单位拆开" in headline(app)


def test_every_rate_of_appeals_and_disputes_may_be_asked_for():
    offered = cause_blocks.rates()
    assert next(iter(offered)) == "case_on_time_rate"
    assert set(offered) == {one.id for one in load_catalog().values() if one.domain in ("case", "dispute") and is_counted_rate(one)}
    assert len(offered) > 20


@pytest.mark.parametrize(
    "rate", ["case_satisfaction_rate", "case_overdue_rate", "dispute_on_time_rate", "dispute_success_of_concluded_rate"]
)
def test_other_rates_are_taken_apart_too(board, rate):
    indicator = load_catalog()[rate]
    app = board("demonstration", PAGE)
    app.selectbox(key="看哪个率").set_value(rate).run()
    assert not app.exception
    assert not app.error
    assert indicator.name in headline(app)
    assert any("构成" in frame for frame in tables(app))


def test_the_backlog_balances_on_the_page(board):
    app = asked(board, "demonstration", "积压从哪来")
    (flow,) = (frame for frame in tables(app) if "其他变动" in frame)
    known = flow[flow["其他变动"] != "—"]
    assert len(known) > 12
    for _, row in known.iterrows():
        opening, received, closed, other, closing = (number(row[name]) for name in ("期初在办", "受理", "办结", "其他变动", "期末在办"))
        assert opening + received - closed + other == closing
    assert list(flow["期初在办"].iloc[:-1]) == list(flow["期末在办"].iloc[1:])
    (growth,) = (frame for frame in tables(app) if "增减" in frame)
    for name in growth.columns[1:4]:
        *parts, whole = map(number, growth[name])
        assert sum(parts) == whole


def test_the_steps_of_a_column_add_up(board):
    app = asked(board, "demonstration", "慢在哪一步")
    (table,) = (frame for frame in tables(app) if "步骤" in frame)
    for name in table.columns[1:4]:
        *parts, whole = map(number, table[name])
        assert round(sum(parts), 1) == whole
    assert "首次联系→办结" in list(table["步骤"])
    assert "多的主要在" in headline(app)


@pytest.fixture
def held(board, warehouses, monkeypatch):
    """A function that gives what a question's block holds on a warehouse, and a connection to it."""

    def opened(blocks, question: str, warehouse: str, **query: str):
        found = []
        own = blocks.present
        monkeypatch.setattr(blocks, "present", lambda view: found.append(own(view)) or found[-1])
        app = asked(board, warehouse, question, **query)
        assert not app.exception
        return found[-1], context.connection(str(warehouses[warehouse]), current_name(warehouses[warehouse]))

    return opened


def opened_count(connection, drill, part: str) -> int:
    return len(rows(connection, load_catalog()[drill.indicator], part, drill.scope, drill.by_values))


def fraction(text: str) -> tuple[int, int]:
    count, size = re.search(r"([\d,]+)/([\d,]+)", text).groups()
    return int(number(count)), int(number(size))


@pytest.mark.parametrize("query", [
    {}, {"对照": "本月与上月", "拆分按": "诉求类型"}, {"对照": "本月与上月", "拆分按": "村"}, {"拆分按": "诉求来源", "范围": "\u3000东湾村"},
])  # fmt: skip
def test_cells_of_the_parts_open_to_as_many_cases(held, query):
    found, connection = held(cause_blocks, "率为什么变", "township", **query)
    table, opens = cause_blocks.parts_table(found), cause_blocks.openings(found)
    assert len(table) == len(opens) > 3
    for place, cells in enumerate(opens):
        for name, drill in cells.items():
            expected = fraction(table[name].iloc[place])
            assert (opened_count(connection, drill, "numerator"), opened_count(connection, drill, "denominator")) == expected


def test_the_pooled_groups_open_together(held):
    found, connection = held(cause_blocks, "率为什么变", "township", 对照="本月与上月", 拆分按="村")
    rest, opens = found.chosen.lines[-1], cause_blocks.openings(found)[len(found.chosen.lines) - 1]
    assert rest.is_rest
    assert len(rest.share.members) > 1
    counts = [opened_count(connection, drill, "denominator") for drill in opens.values()]
    assert counts == [int(size) for _, size in (rest.share.before, rest.share.after) if size]


def test_cells_of_the_backlog_open_to_as_many_cases(held):
    found, connection = held(backlog_blocks, "积压从哪来", "township", 积压按="承办单位")
    table, opens = backlog_blocks.growth_table(found), backlog_blocks.growth_opens(found)
    assert len(table) == len(opens) > 3
    for place, cells in enumerate(opens):
        for name, drill in cells.items():
            assert opened_count(connection, drill, "numerator") == number(table[name].iloc[place])
    assert found.balance.other is not None


def test_cells_of_the_units_open_to_as_many_cases(held):
    found, connection = held(step_blocks, "慢在哪一步", "demonstration")
    table, opens = step_blocks.units_table(found), step_blocks.units_opens(found)
    name = load_catalog()[step_blocks.RATE].name
    for text, told, cells in zip(table[name], table["各步齐全/超期"], opens, strict=True):
        counts = tuple(opened_count(connection, cells[name], part) for part in ("numerator", "denominator"))
        assert counts == fraction(text)
        assert fraction(told)[1] == counts[0]
