"""A composed brief: whole, in order, conclusions first, short enough to be read, and honest about what is not there."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import date

import pytest

from indicators.definition import load_catalog
from indicators.measure import measure
from reports.brief_text import brief_text, read_brief
from reports.compose import compose, length, texts
from reports.material import NothingKnown, material
from reports.prose import Edited
from reports.reading import readings
from reports.sections import disputes, running
from reports.sections.order import KEYS, PARTS, UnknownSection
from reports.span import span
from tests.meeting.conftest import MADE
from tests.meeting.towns import TOWNS
from tests.pages.township import build_empty
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

PERIODS = ("2026-10", "2026-Q3", "2026-H1", "2025")
VILLAGE = "云禾镇/犁星村"
ORDER = ("decided", "running", "topics", "places", "disputes", "pressing", "domains", "problems", "measures", "requests")


@pytest.fixture
def brief(composed):
    """The brief of the demonstration's last month."""
    return composed()


@pytest.fixture
def town(made_once):
    """A function: the material of one of the drawn towns, which is far less to ask of than the demonstration."""
    with ExitStack() as opened:

        def begun(name: str = "few", **written):
            _, folder = made_once(f"meeting-{name}", TOWNS[name])
            return material(opened.enter_context(open_snapshot(folder, current_name(folder))), None, span("2026-10"), **written)

        yield begun


def test_the_sections_stand_in_the_order_of_the_domain(brief):
    assert KEYS == ORDER == tuple(one.key for one in brief.sections)
    assert [one.title for one in brief.sections] == [part.title for part in PARTS]
    assert brief.title == "云禾镇2026年10月党建引领基层治理分析研判会材料"
    assert brief.is_synthetic and brief.made == MADE and brief.known_to == date(2026, 10, 31)


def test_a_rich_month_is_read_in_one_sitting(brief):
    assert 2_000 <= length(brief) <= 2_500
    assert sum(len(one.text) for one in brief.summary) <= 780


@pytest.mark.parametrize("period", PERIODS)
def test_every_kind_of_period_makes_a_brief(composed, period):
    made = composed(period)
    assert length(made) <= 4_000
    assert made.period == period and span(period).words in made.title
    _is_whole(made)


def _is_whole(made) -> None:
    """Every section says something or why not, every row is as long as its table is wide, every series as long as its chart; nothing is lost."""
    for part in made.parts:
        assert part.message or part.empty or part.tables, part.key
        assert not (part.empty and (part.findings or part.message)), part.key
    assert made.summary
    for table in made.tables():
        assert table.rows and all(len(row) == len(table.columns) for row in table.rows), table.key
    for chart in made.charts():
        assert chart.has_values, chart.key
        assert all(len(one.values) == len(chart.categories) for one in chart.series), chart.key
        assert all(len(one.parts) in (0, len(one.values)) and len(one.tones) in (0, len(one.values)) for one in chart.series), chart.key
    keys = [one.key for part in made.parts for one in part.findings]
    assert len(keys) == len(set(keys))
    assert read_brief(brief_text(made)) == made


@pytest.mark.parametrize("name", TOWNS)
def test_every_town_makes_a_brief(town, name):
    made = compose(town(name), MADE)
    _is_whole(made)
    assert not made.is_synthetic
    assert length(made) <= 4_000


def test_a_village_makes_a_brief_of_its_own(composed):
    made = composed(area=VILLAGE)
    _is_whole(made)
    assert made.title.startswith("犁星村") and made.area == VILLAGE


def test_a_period_that_the_data_do_not_reach_says_until_when_they_do(begin):
    made = compose(begin("2027-01"), MADE)
    asked = [one for one in made.sections if one.key not in ("decided", "domains")]
    assert all("2026年10月31日" in one.empty for one in asked)
    assert not list(made.charts()) or {chart.key.split(".")[0] for chart in made.charts()} == {"domains"}
    assert "截至" not in made.title


def test_a_period_under_way_says_up_to_which_day(town):
    made = compose(replace(town(), known_to=date(2026, 10, 20)), MADE)
    assert "2026年10月（截至2026年10月20日）" in made.title


def test_a_warehouse_without_a_row_is_refused(tmp_path):
    with open_snapshot(build_empty(tmp_path), current_name(tmp_path)) as connection, pytest.raises(NothingKnown):
        material(connection, None, span("2026-10"))


# 摘要


def test_the_summary_says_the_state_what_fired_what_is_late_and_what_is_to_be_decided(brief):
    assert 5 <= len(brief.summary) <= 9
    keys = [one.key for one in brief.summary]
    assert keys[0] == "running.counts" and "running.on_time" in keys
    assert {"problems.worse", "problems.overdue", "summary.places"} <= set(keys)
    assert keys[-1] == "summary.requests"
    said = {one.text for part in brief.sections for one in part.findings} | {part.message or part.empty for part in brief.sections}
    assert all(one.text in said for one in brief.summary)


def test_nothing_is_said_twice(brief):
    told = list(texts(brief.sections))
    assert len(told) == len(set(told))


# 选节、改写


def test_sections_are_chosen_and_put_in_another_order(town):
    made = compose(town(), MADE, chosen=("problems", "running", "places"))
    assert [one.key for one in made.sections] == ["problems", "running", "places"]
    assert "summary.disputes" not in [one.key for one in made.summary]


@pytest.mark.parametrize("chosen", (("running",), ("running", "problems", "weather"), ("running", "running", "problems")))
def test_a_choice_that_cannot_be_is_refused(town, chosen):
    with pytest.raises(UnknownSection):
        compose(town(), MADE, chosen=chosen)


def test_a_sentence_of_ones_own_stands_with_the_datas_beside_it(town):
    original = next(one for one in compose(town(), MADE).findings() if one.key == "running.late")
    edit = Edited(key="running.late", text="超期未办结58件，请各单位抓紧。", by="综治办", edition="internal", original=original.text)
    made = compose(town(), MADE, edits=[edit])
    found = [one for one in made.findings() if one.key == "running.late"]
    assert len(found) == 2  # in the summary as in the text
    assert all(one.text == edit.text and one.edited_by == "综治办" and one.original == original.text for one in found)
    assert all(any("58" in said for said in one.mismatches) for one in found)


# 一次问齐


@pytest.mark.parametrize("period", ("2026-10", "2025-06"))
def test_a_month_taken_from_the_course_is_the_month_measured_alone(begin, demo, period):
    ids = [*running.ASKED, *disputes.NOW]
    held = begin(period)
    held.signals(ids)
    for scope in (held.now, held.before, held.year_ago):
        alone = {one.indicator.id: one for one in readings(measure(demo, [load_catalog()[id] for id in ids], scope), load_catalog())}
        assert dict(held.whole(ids, scope)) == alone


def test_a_brief_does_not_ask_the_same_twice(town, monkeypatch):
    import reports.material as module

    asked = []
    ask = module.measure_each
    monkeypatch.setattr(module, "measure_each", lambda connection, asks, scope: asked.append((asks, scope)) or ask(connection, asks, scope))
    compose(town("forty"), MADE)
    single = [(one.id, tuple(by), module.scope_key(scope)) for asks, scope in asked for ids, by in asks for one in ids]
    assert len(single) == len(set(single))
