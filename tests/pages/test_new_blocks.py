"""What presses, what is missing, how long closing takes, how cases are handled, and the page of disputes, on the demonstration township."""

import re

import pytest

from indicators.definition import load_catalog
from tests.pages.test_pages import texts

OVERVIEW, CASES, DISPUTES = "pages/monitor/overview.py", "pages/monitor/cases.py", "pages/monitor/disputes.py"


def everything(app) -> str:
    return "\n".join(texts(app))


def table(app, column: str):
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


def test_what_presses_is_listed_the_most_overdue_first(board):
    shown = table(board("demonstration", OVERVIEW), "临期未办结")
    late = [int(str(count).replace(",", "")) for count in shown["超期未办结"]]
    assert late == sorted(late, reverse=True)
    assert {"村", "最长超期天数"} <= set(shown.columns)


@pytest.mark.parametrize(("column", "name"), [("handler_unit", "承办单位"), ("appeal_kind", "诉求类型"), ("category_1", "一级分类")])
def test_what_presses_by_another_column(board, column, name):
    app = board("demonstration", OVERVIEW)
    app.segmented_control(key="先办按（诉求）").set_value(column).run()
    assert not app.exception
    assert table(app, "临期未办结").columns[0] == name


def test_the_overview_names_every_book_and_its_day(board):
    said = everything(board("demonstration", OVERVIEW))
    for book in ("诉求工单 · 12345", "诉求工单 · 码上办", "矛盾纠纷"):
        assert re.search(rf"{book}</span><span>截至2026年10月31日", said)


def test_totals_stand_apart_and_are_marked(board):
    app = board("demonstration", OVERVIEW)
    assert "不与上面逐件统计的数字相加" in everything(app)
    assert all("汇总上报" in column for column in table(app, "受理量（汇总上报）").columns[1:])
    assert "受理量（汇总上报） 7" in everything(app)


def test_the_time_until_closing_is_said_with_its_interval(board):
    app = board("demonstration", CASES, **{"再看": "办结要多久"})
    said = everything(app)
    assert re.search(r"半数办结所需天数 \d+\.\d 天（95% 区间 \d+\.\d—\d+\.\d 天）", said)
    assert re.search(r"30 日内办结比例 \d+\.\d%（95% 区间 ", said)
    assert table(app, "步骤")["步骤"].tolist()[0] == "受理 → 派单"


def test_handling_shows_the_rate_on_the_original_deadline_beside_the_other(board):
    app = board("demonstration", CASES, **{"再看": "办理过程"})
    cards = [text for text in texts(app) if 'class="figure"' in text]
    for id in ("case_on_time_original_rate", "case_extension_rate", "case_redo_rate", "case_merged_count", "case_village_level_rate"):
        assert any(f">{load_catalog()[id].name}<" in card for card in cards), id


def test_the_three_success_rates_are_told_apart(board):
    app = board("demonstration", DISPUTES)
    names = [load_catalog()[f"dispute_success_of_{base}_rate"].name for base in ("handled", "accepted", "concluded")]
    assert len(set(names)) == 3
    assert all(any(f">{name}<" in text for text in texts(app)) for name in names)
    assert "不可混用" in everything(app)


def test_a_town_without_disputes_is_told_what_to_load(board):
    app = board("township", DISPUTES)
    assert "还没有矛盾纠纷台账" in app.info[0].value
    assert "template dispute" in app.code[0].value


def test_filters_of_appeals_do_not_empty_the_page_of_disputes(board):
    app = board("demonstration", DISPUTES, **{"诉求来源": "12345"})
    assert any("这里不起作用" in caption.value for caption in app.caption)
    assert "未填报" not in app.main.markdown[0].value


def test_a_source_without_stamps_says_so(board):
    app = board("no_closing", CASES, **{"再看": "办结要多久"})
    assert not app.exception
    assert any("看不出时间花在哪一步" in info.value for info in app.info)


def test_a_town_with_totals_only_opens(board):
    for page in (OVERVIEW, CASES, DISPUTES):
        app = board("totals_only", page)
        assert not app.exception
        assert not app.error
    app = board("totals_only", OVERVIEW)
    assert table(app, "受理量（汇总上报）")["按期办结率（汇总上报）"].tolist() == ["92.9%（26/28）"]
    assert "没有逐件清单" in app.main.markdown[0].value


@pytest.mark.parametrize("page", [OVERVIEW, CASES])
def test_the_closing_rate_never_stands_without_the_others(board, page):
    """办结 is not 解决 is not 满意: whoever shows the first shows the rest, and how many took part."""
    said = everything(board("demonstration", page))
    together = [load_catalog()[f"case_{name}_rate"].name for name in ("resolution", "satisfaction", "evaluation")]
    assert load_catalog()["case_closure_rate"].name not in said or all(name in said for name in together)


def test_the_overview_shows_disputes_where_there_are_any(board):
    name = load_catalog()["dispute_overdue_open_count"].name
    assert any('class="figure"' in text and f">{name}<" in text for text in texts(board("demonstration", OVERVIEW)))
    assert name not in everything(board("township", OVERVIEW))


def test_the_rates_on_both_deadlines_are_drawn_together(board):
    app = board("demonstration", CASES, **{"再看": "办理过程"})
    assert "虚线按原期限" in everything(app)


def test_disputes_are_compared_only_where_there_are_enough(board):
    app = board("demonstration", DISPUTES)
    assert any("件数不足 10 件、不计百分比" in caption.value for caption in app.caption)
    assert "调解成功件 ÷ 受理件" in everything(app)


def test_a_town_with_totals_only_is_told_where_they_are(board):
    assert any("汇总数见总览" in info.value for info in board("totals_only", CASES).info)
    said = everything(board("totals_only", OVERVIEW))
    for name in ("closure", "resolution", "satisfaction", "evaluation"):
        assert f"{load_catalog()[f'summary_{name}_rate'].name}" in said
