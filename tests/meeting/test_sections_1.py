"""What the first four sections say: every number read back out of them is what measure() says, and no word says more than the rules allow."""

import re
from dataclasses import replace
from datetime import date

import pytest

from indicators.definition import load_catalog
from reports.brief import BAR, FEW, MISSING, Basis, Finding, Section
from reports.claims import CLAIM, QUOTED, guard
from reports.compose import officially
from reports.material import Decided, Material, material
from reports.sections import decided, places, running, topics
from reports.sections.wording import official
from reports.span import span
from tests.meeting.arithmetic import beside
from tests.meeting.readback import NUMBER, again, known_of, texts_of, unknown, unknown_of
from tests.meeting.towns import SPARSE, TOWNS, WORST
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

MADE = (running, topics, places)
PERIODS = ("2026-Q3", "2025")  # and the month whose files are read back
VILLAGE = "云禾镇/犁星村"


@pytest.fixture(scope="module")
def town(made_once):
    """A function: the material of one of the drawn towns."""
    opened = []

    def begun(name: str, period: str = "2026-10", area: str | None = None) -> Material:
        _, folder = made_once(f"meeting-{name}", TOWNS[name])
        opened.append(open_snapshot(folder, current_name(folder)))
        return material(opened[-1].__enter__(), area, span(period))

    yield begun
    for one in opened:
        one.__exit__(None, None, None)


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_of_the_demonstration_is_measured(held_once, period):
    held = held_once(period)
    assert unknown_of([officially(one.section(held)) for one in MADE], held, beside) == []


@pytest.mark.parametrize("name", ("forty", "flags", "few"))
def test_every_number_of_other_towns_is_measured(town, name):
    held = town(name)
    assert unknown_of([officially(one.section(held)) for one in MADE], held, beside) == []


def test_every_number_of_one_village_is_measured(held_once):
    held = held_once(area=VILLAGE)
    assert unknown_of([officially(one.section(held)) for one in MADE], held, beside) == []


@pytest.fixture(scope="module")
def fresh(held_once) -> Material:
    """The last month's material for measuring again, shared by what only reads."""
    return again(held_once())


def _findings(held: Material) -> list[Finding]:
    return [finding for one in MADE for finding in one.section(held).findings]


def test_a_changed_digit_is_found(held_once, fresh):
    """Of every sentence each number is changed by one in its last digit; hardly any of the changed ones may happen to be another figure."""
    held = held_once()
    missed, tried = [], 0
    for one in _findings(held):
        known = known_of(fresh, one.basis)
        for match in re.finditer(rf"{NUMBER}(?=%|个百分点|件|/|）)", one.text):
            digit = match.end() - 1
            forged = f"{one.text[:digit]}{(int(one.text[digit]) + 1) % 10}{one.text[digit + 1 :]}"
            tried += 1
            missed += [] if unknown(forged, known) else [(match[0], one.text)]
    assert tried > 60
    assert len(missed) <= tried // 10, missed


@pytest.mark.parametrize(
    "forged",
    (
        "按期办结率91.5%（287/314）",
        "按期办结率91.4%（286/314）",
        "按期办结率91.4%（287/315）",
        "共受理诉求391件",
        "高1.9个百分点",
        "2027年1月",
    ),
)
def test_a_forged_number_is_named(held_once, fresh, forged):
    held = held_once()
    (counts, on_time) = running.section(held).findings[:2]
    known = known_of(fresh, Basis(ids=(*counts.basis.ids, *on_time.basis.ids), start=held.now.start, end=held.now.end))
    assert unknown(counts.text, known) == unknown(on_time.text, known) == []
    assert unknown(forged, known)


def _words(held: Material, basis: Basis | None) -> frozenset[str]:
    return frozenset(word for one in held.signals(basis.ids).values() for word in one.words) if basis else frozenset()


@pytest.mark.parametrize("period", ("2026-10", "2026-Q3", "2025"))
def test_no_sentence_claims_more_than_a_rule_allows(held_once, period):
    held = held_once(period)
    for made in MADE:
        section = made.section(held)
        everything = frozenset().union(*(_words(held, one.basis) for one in section.findings))
        guard(section.message, everything)
        for item in (*section.findings, *section.charts, *section.tables):
            for text in texts_of(item):
                guard(text, _words(held, item.basis))


def test_a_claim_is_made_where_a_rule_fired(held_once):
    """The demonstration has a backlog that went up: the section must say so."""
    section = running.section(held_once())
    late = next(one for one in section.findings if one.key == "running.late")
    assert CLAIM.search(QUOTED.sub("", late.text))
    assert late.tone == "worse"
    assert load_catalog()[running.OVERDUE].name in section.message


BARE = re.compile(rf"({NUMBER})%(?!（{NUMBER}/{NUMBER})")


def _bare(text: str) -> list[str]:
    """Percentages without n/N, other than bounds of intervals and the level of confidence."""
    told = re.sub(rf"区间{NUMBER}%—{NUMBER}%|95%(区间|线)", "", text)
    return BARE.findall(told)


@pytest.mark.parametrize("period", ("2026-10", "2026-Q3"))
def test_no_rate_stands_without_its_fraction(held_once, period):
    for made in MADE:
        section = officially(made.section(held_once(period)))
        texts = [section.message, *(one.text for one in section.findings), *(one.title for one in section.charts)]
        assert [text for text in texts if _bare(text)] == []
        for chart in section.charts:
            rates = [one for one in chart.series if chart.unit == "%" and one.tone != "muted"]
            assert all(bool(part) == (value is not None) for one in rates for value, part in zip(one.values, one.parts, strict=True))
    assert _bare("按期办结率91.4%，办结率96.5%（303/314）") == ["91.4"]


def test_what_a_cell_prints_is_its_value(held_once):
    for made in MADE:
        for table in made.section(held_once()).tables:
            for row in table.rows:
                assert len(row) == len(table.columns)
                for cell in row:
                    if cell.value is not None:
                        printed = f"{cell.value:,.{cell.decimals}f}"
                        assert cell.text.startswith(printed), (table.key, cell)


# 上次议定事项


def _decided(text: str, due: date, *, is_done: bool = False, meeting: date = date(2026, 10, 8), where: str = "") -> Decided:
    return Decided(meeting=meeting, text=text, unit="水务站", due=due, is_done=is_done, where=where)


def test_what_was_decided_is_counted_by_what_became_of_it(begin):
    items = (
        _decided("水渠清淤", date(2026, 10, 20)), _decided("公示补贴", date(2026, 10, 31), is_done=True), _decided("改善路灯", date(2026, 11, 20), where="粟桥村"),
        _decided("旧事", date(2026, 9, 1), meeting=date(2026, 8, 5)), _decided("旧事已了", date(2026, 9, 1), meeting=date(2026, 8, 5), is_done=True),
    )  # fmt: skip
    section = decided.section(begin(decided=items))
    assert section.message == "2026年10月8日会议议定3项，完成1项，未完成2项（其中过期1项）；更早议定的事项还有1项未了结。"
    (late,) = section.findings
    assert late.tone == "worse" and "过期未了结2项" in late.text and "旧事（" in late.text and "水渠清淤（" in late.text
    (table,) = section.tables
    assert [[cell.text for cell in row][3] for row in table.rows] == ["过期未了结", "未了结", "已了结", "过期未了结"]
    assert "“粟桥村：改善路灯”" in [row[0].text for row in table.rows]  # quoted: it is no claim of ours


def test_what_is_due_on_the_last_day_of_the_data_is_not_late(begin):
    section = decided.section(begin(decided=(_decided("当日到期", date(2026, 10, 31)),)))
    assert "过期" not in section.message and not section.findings


def test_nothing_decided_says_so(begin):
    section = decided.section(begin())
    assert section.empty and not section.tables


# 总体运行


def test_a_month_under_way_is_not_set_off_against_a_whole_one(begin):
    held = replace(begin(), known_to=date(2026, 10, 20))
    section = running.section(held)
    counts = section.findings[0].text
    assert "10月（截至2026年10月20日）" in counts and "9月整月" in counts
    assert not re.search(r"[多少高低]\d", counts)
    assert held.year_ago.end == date(2025, 10, 20)


def test_flags_of_the_platform_are_said_to_be_its_own(town):
    section = running.section(town("flags"))
    on_time = next(one for one in section.findings if one.key == "running.on_time")
    assert "平台自报" in on_time.text
    missing = next(one for one in section.findings if one.key == "running.unknown")
    assert "没有办结时间" in missing.text
    assert load_catalog()[running.MEDIAN].name in missing.text


def test_totals_are_added_up_and_kept_apart(town):
    held = town("totals")
    section = running.section(held)
    assert "受理量42件" in section.findings[0].text and "91.9%（34/37）" in section.findings[0].text
    assert "汇总上报" in section.message
    assert topics.section(held).empty and places.section(held).empty
    assert unknown_of([officially(section)], held) == []


# 分类与热点


def test_types_add_up_to_what_was_received(held_once):
    held = held_once()
    table = next(one for one in topics.types_section(held).tables)
    assert sum(row[1].value for row in table.rows) == held.whole((running.RECEIVED,), held.now)[running.RECEIVED].value
    earlier = held.whole((running.RECEIVED,), held.before)[running.RECEIVED].value
    assert sum(row[3].value for row in table.rows) == earlier


# 分村


def _section(held: Material) -> Section:
    return places.section(held)


def test_the_village_that_differs_is_named_and_no_other(town):
    section = _section(town("forty"))
    assert f"{WORST}显著低于整体" in section.message
    standing = next(one for one in section.findings if one.key == "places.on_time_rate")
    assert standing.tone == "worse" and "50.0%（24/48）" in standing.text and "其余35个村" in standing.text
    assert any(one.key == "places.caution" for one in section.findings)


def test_few_cases_have_no_percentage_and_are_in_no_chart(town):
    section = _section(town("forty"))
    (table,), (chart,) = section.tables, section.charts
    cells = {row[0].text: row for row in table.rows}
    assert len(table.rows) == 40
    for name in SPARSE:
        rate, interval, band = cells[name][2:5]
        assert rate.value is None and rate.mark in (FEW, MISSING) and "%" not in rate.text
        assert interval.text == "—" and "不作比较" in band.text
    assert chart.kind == BAR and not set(SPARSE) & {name.split()[-1] for name in chart.categories}
    worse = chart.series[0].tones.index("worse")
    assert chart.categories[worse].endswith(WORST) and chart.categories[worse].startswith("▼")


def test_one_village_has_nothing_to_be_compared_with(held_once):
    section = _section(held_once(area=VILLAGE))
    assert "没有可比的村" in section.message and "95%区间" in section.findings[0].text
    assert not section.charts


def test_cases_of_no_village_are_no_village(held_once):
    table = _section(held_once()).tables[0]
    assert len(table.rows) == 12 and "未分村" not in {row[0].text for row in table.rows}


def test_official_writing_has_no_blanks_but_between_figures():
    assert official("10月共受理 112 件，9月 98 件；12345 33 件") == "10月共受理112件，9月98件；12345 33件"
