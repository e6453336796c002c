"""分村比较: the page on drawn villages, one of them with a single case closed in four minutes, and every way of asking it."""

import re
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from etl.load import load
from indicators.definition import load_catalog
from indicators.funnel import LEVELS, funnel, limits
from pages.parts.place_choices import comparable
from reports.figures_funnel import funnel as funnel_figure
from reports.figures_funnel import limit_line, values
from reports.palette import PRINT
from reports.peers import by_location, by_size
from reports.reading import Reading
from reports.sentences_places import lowest_words
from reports.signals import is_counted_rate
from reports.standing import compare
from tests.pages.test_pages import headline, texts
from tests.pages.test_standing import rate

PAGE = "pages/review/compare.py"
CATALOG = load_catalog()
LONE = "安一村"  # first in the area ledger, first by name, first by rate: one case, closed in four minutes
VILLAGES = ("白杨村", "陈庄村", "东湾村", "方台村", "高坪村", "河口村")
LATE = "河口村"


def _cases():
    """Thirty cases a village, three of them late; of one village eighteen; and the lone case."""
    rows = [(LONE, "2026-03-02 09:00", "2026-03-02 09:04")]
    for village in VILLAGES:
        late = 18 if village == LATE else 3
        rows += [
            (village, f"2026-0{number % 9 + 1}-03 09:00", f"2026-0{number % 9 + 1}-{20 if number < late else 5:02d} 09:00")
            for number in range(30)
        ]
    lines = [
        f"A{number:04d},云禾镇,{village},投诉,{received},{received[:8]}10,{closed},解决"
        for number, (village, received, closed) in enumerate(rows)
    ]
    return "\n".join(["工单编号,乡镇,村,诉求类型,受理时间,办理时限,办结时间,是否解决", *lines]) + "\n"


def _areas():
    lines = [f"云禾镇,{village},{100 + 50 * number},{'近郊' if number < 4 else '偏远'}" for number, village in enumerate([LONE, *VILLAGES])]
    return "\n".join(["乡镇,村,户数,区位", *lines]) + "\n"


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """A town of six villages of thirty cases and one of a single case."""
    folder = tmp_path_factory.mktemp("drawn")
    for name, text in (("工单.csv", _cases()), ("地区台账.csv", _areas())):
        (folder / name).write_text(text, encoding="utf-8")
    result = load(folder, [folder / "地区台账.csv", folder / "工单.csv"])
    assert result.status == "published", [refused.message for refused in result.refused]
    return folder


@pytest.fixture
def page(drawn, monkeypatch):
    """A function that opens a page of the board on the drawn town."""
    monkeypatch.setenv("GOVERNANCE_DATA", str(drawn))

    def opened(path: str = PAGE, **query: str) -> AppTest:
        app = AppTest.from_file("../../dashboard.py", default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run().switch_page(path).run()

    return opened


def bands(app) -> list[str]:
    return [re.sub("<[^>]+>", "", text) for text in texts(app) if 'class="heading"' in text and "个村" in text]


def listed(app) -> list[str]:
    """The villages of the bands, as their buttons name them."""
    return [button.label for button in app.button if "　" in button.label]


def table(app):
    return next(one.value for one in app.dataframe if "依据" in one.value)


def test_the_page_says_which_village_differs_and_which_do_not(page):
    app = page()
    assert f"**{LATE} 40.0%（12/30，远超偶然）显著低于整体**；其余 5 个村与整体无显著差异；1 个村不足 20 件，不作比较" in headline(app)
    assert [band.split()[1] for band in bands(app)] == ["显著低于整体", "与整体无显著差异", "显著高于整体"]
    assert listed(app)[0] == f"{LATE}　40.0%（12/30）　远超偶然"
    assert any("6 个村里，即使毫无差别，平均也会有 0.3 个纯属偶然落在 95% 线外" in text for text in texts(app))


@pytest.mark.parametrize("path", [PAGE, "pages/monitor/cases.py", "pages/monitor/overview.py"])
def test_the_village_of_one_case_is_never_first(page, path):
    app = page(path)
    for shown in (one.value for one in app.dataframe if "村" in one.value):
        assert LONE in list(shown["村"])
        assert list(shown["村"]).index(LONE) == len(shown) - 1
    assert LONE not in headline(app)
    assert not any(label.startswith(LONE) for label in listed(app))
    for chart in app.get("plotly_chart"):
        names = re.search(r'"ticktext":(\[[^\]]*\])', chart.proto.spec)
        assert names is None or LONE not in names.group(1)


@pytest.mark.parametrize("id", ["case_duration_median", "case_time_median", "case_closure_rate", "case_overdue_rate"])
def test_it_is_last_whatever_is_compared(page, id):
    app = page(**{"比什么": comparable()[id]})
    assert list(table(app)["村"])[-1] == LONE
    assert list(table(app)["村"])[0] != LONE


def test_a_village_opens_to_as_many_rows_as_it_says(page):
    app = page()
    app.button(key=f"open-云禾镇/{LATE}").click().run()
    assert not app.exception
    assert len(app.dataframe[-1].value) == 30
    counts = [int(re.search(r"([\d,]+) 件", label).group(1)) for label in app.segmented_control(key="明细部分").options]
    assert counts == [30, 12, 18]


def test_like_is_held_against_like(page):
    app = page(**{"与谁比": "同区位"})
    assert any("近郊、偏远" in text for text in texts(app))
    assert "显著低于同类" in headline(app)
    assert set(table(app)["同类"]) == {"近郊", "偏远"}
    sizes = page(**{"与谁比": "同规模"})
    assert set(table(sizes)["同类"]) == {"不足 200 户", "200—299 户", "300 户及以上"}


def test_what_is_no_sample_is_not_judged(board):
    app = board("demonstration", PAGE, **{"比什么": comparable()["collective_debt_ratio"]})
    assert "各村的数是清点或上报来的，不判断差别是否偶然" in headline(app)
    assert bands(app) == []
    assert "与整体相比" not in table(app)


def test_of_counted_figures_the_lowest_is_a_plain_fact_only_where_enough_stand_behind_it():
    indicator = CATALOG["activity_return_on_time_rate"]
    drawn = {"甲村": (29, 48), "乙村": (44, 48), "丙村": (48, 48), "丁村": (0, 1)}
    found = [
        Reading(indicator=indicator, period="all", groups=(f"试写镇/{name}",), numerator=n, denominator=size, value=n / size * 100)
        for name, (n, size) in drawn.items()
    ]
    assert lowest_words(found, "village") == "甲村 60.4%（29/48），其余在 91.7%至 100.0%之间"
    assert lowest_words(found[1:], "village") == ""
    assert lowest_words([found[0], replace(found[0], groups=("试写镇/戊村",)), *found[1:]], "village") == ""


def _one_of_each():
    """An indicator of every domain and kind, of those that are judged and those that are not."""
    found = {(one.domain, one.kind, is_counted_rate(one)): one.id for one in map(CATALOG.get, comparable())}
    return sorted(found.values())


@pytest.mark.parametrize("id", _one_of_each())
def test_every_kind_of_indicator_can_be_compared(board, id):
    app = board("demonstration", PAGE, **{"比什么": comparable()[id]})
    assert not app.exception and not app.error
    assert app.selectbox(key="比什么").value == id
    assert bool(bands(app)) <= is_counted_rate(CATALOG[id])


def test_months_and_filters_can_be_chosen(board):
    app = board("township", PAGE, **{"时段": "近 24 个月"})
    assert "近 24 个月（2024年11月—2026年10月）" in headline(app)
    app.segmented_control(key="时段").set_value("period").run()
    assert headline(app).startswith("试写镇，2026年10月，")
    app.sidebar.multiselect(key="诉求来源").set_value(["来访"]).run()
    app.selectbox(key="比什么").set_value("dispute_handling_rate").run()
    assert any("诉求来源的筛选对这个指标不起作用" in text for text in texts(app))


def test_a_county_lists_no_more_than_can_be_read(board):
    app = board("county", PAGE)
    assert "285 个村不足 20 件，不作比较；15 个村没有数；够 20 件的村不足两个" in headline(app)
    assert len(table(app)) == 300
    assert not any(len(text) > 2000 for text in texts(app) if "<style" not in text and "<script" not in text)


def test_one_village_has_nobody_to_compare_with(board):
    assert any("没有可比的" in text for text in texts(board("one_village", PAGE)))


def test_the_portrait_says_where_the_village_stands(page):
    app = page("pages/review/village.py", **{"村": LATE})
    assert any("与云禾镇各村相比" in text and "40.0%（12/30）显著低于整体（远超偶然）" in text for text in texts(app))
    lone = page("pages/review/village.py", **{"村": LONE})
    assert any("1/1 件只列分数，不作比较" in text for text in texts(lone))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.86, 0.97])
def test_a_mark_beyond_the_line_is_flagged_and_one_within_is_not(share, level):
    random = np.random.default_rng(7)
    sizes = [int(size) for size in random.integers(20, 900, 60)]
    held = funnel([(int(size * share), size) for size in sizes], is_adjusting=False)
    for is_high in (False, True):
        line = dict(limit_line(held, sizes, level, is_high))
        for size, ends in zip(sizes, limits(held, sizes, level), strict=True):
            drawn = np.interp(size, list(line), list(line.values()))
            shares = np.arange(size + 1) / size
            outside = shares > ends[1] + 1e-12 if is_high else shares < ends[0] - 1e-12
            assert ((shares > drawn if is_high else shares < drawn) == outside).all()


def test_a_funnel_of_a_thousand_is_one_trace_and_names_few():
    places = [rate(f"{number}村", 60 if number % 50 == 0 else 880, 100 + number if number % 50 == 0 else 1000) for number in range(1000)]
    held = compare(CATALOG["case_on_time_rate"], [*places, rate("甲村", 1, 1)])
    marks = funnel_figure(held, held.peers[0], "village", PRINT).data[-1]
    assert len(marks.x) == 1000
    assert sum(bool(text) for text in marks.text) == 12
    assert marks.customdata[0] == ["case_on_time_rate", "all", "云禾镇/0村"]


def test_marks_that_lie_on_each_other_are_named_together():
    places = [rate(name, hits, 100) for name, hits in (("甲村", 50), ("乙村", 50), *((f"{number}村", 90) for number in range(6)))]
    held = compare(CATALOG["case_on_time_rate"], places)
    marks = funnel_figure(held, held.peers[0], "village", PRINT).data[-1]
    assert [text for text in marks.text if text] == ["甲村、乙村", "0村、1村、2村等 6 个"]
    assert marks.textposition[0] == "bottom left"  # at the right edge a name goes inwards


def test_values_keep_the_order_they_came_in():
    debt = CATALOG["collective_debt_ratio"]
    rows = [
        Reading(indicator=debt, period="2025", groups=(f"镇/{name}",), numerator=part, denominator=100, value=float(part))
        for name, part in (("甲村", 90), ("乙村", 10), ("丙村", 50))
    ]
    figure = values(rows, "village", PRINT)
    assert list(figure.layout.yaxis.ticktext) == ["甲村", "乙村", "丙村"]
    assert list(figure.data[0].x) == [90, 10, 50]


def test_size_classes_part_no_villages_of_one_size():
    sizes = {f"{number}村": size for number, size in enumerate([100, 200, 200, 200, 300, 400, 500])}
    assert list(by_size(sizes, "户").of.values()) == ["不足 200 户"] + ["200—299 户"] * 3 + ["300 户及以上"] * 3
    assert not by_size(dict.fromkeys("甲乙丙丁戊己", 300), "户").is_useful
    assert not by_size({"甲": 1, "乙": 2}, "户").is_useful


def test_locations_stand_in_the_order_of_their_contract():
    classes = by_location({"甲": "偏远", "乙": "近郊", "丙": "偏远"}, ("近郊", "一般", "偏远"))
    assert list(dict.fromkeys(classes.of.values())) == ["近郊", "偏远"]
    assert classes.words.endswith("近郊、偏远")
