"""The whole spine on the demonstration township: the committed files through the intake, the figures against plain loops over the true cases."""

from datetime import date, timedelta

import pandas as pd
import pytest

from etl.sample import defects, expected, true_cases
from etl.sample.domains.truth import domain_counts, domain_defects, figures
from etl.sample.truth import dispute_parts, matters, parts
from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope
from reports.reading import readings
from reports.words import cell_words, main_words, said, value_words
from tests.etl.drawn import ask
from warehouse.batches import HOLDING
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

PERIODS = [(2023, 11, 36), (2026, 1, 10), (2026, 10, 1), (2026, 8, 1), (2025, 1, 12), (2024, 7, 3)]


@pytest.fixture(scope="module")
def demo(demonstration):
    return demonstration()


@pytest.fixture(scope="module")
def connection(demonstration):
    _, data_dir = demonstration()
    return open_snapshot(data_dir, current_name(data_dir))


def test_every_sheet_counts_as_it_was_drawn(demo):
    result, _ = demo
    assert (result.status, result.refused) == ("published", ())
    own = [batch for batch in result.batches if batch.data_class == "synthetic"]
    found = {(b.file, b.sheet if b.file.endswith("xlsx") else ""): (b.accepted, b.rejected, b.skipped, b.cutoff_on) for b in own}
    drawn = {
        (s.file, s.sheet): (s.accepted - s.unplaced, s.rejected + s.unplaced, s.title + s.total + s.footer + s.blank, s.cutoff)
        for s in expected().sheets
    }
    drawn |= {(d.file, d.sheet): (d.rows, 0, d.title + d.total + d.footer + d.blank, d.cutoff) for d in domain_counts()}
    assert found == drawn
    assert [batch.accepted for batch in result.batches if batch.data_class == "published"] == [40]


def test_exactly_the_seeded_defects_are_found(demo):
    _, data_dir = demo
    found = ask(
        data_dir,
        "select i.file_name, r.source_row from row_issue r join import_batch i using (batch_id) where i.data_class = 'synthetic' union select i.file_name, r.source_row from case_unplaced r join import_batch i using (batch_id)",
    )
    assert sorted(found) == sorted((d.file, d.row) for d in (*defects(), *domain_defects()))


def test_everything_is_marked_synthetic(demo):
    _, data_dir = demo
    for table in HOLDING:
        classes = {row[0] for row in ask(data_dir, f"select distinct data_class from {table}")} if table != "row_issue" else {"synthetic"}
        assert classes == {"fact_record": {"published"}, "import_batch": {"published", "synthetic"}}.get(table, {"synthetic"}), table
    assert ask(data_dir, "select count(*) from area where level = '村' and is_confirmed and not is_published") == [(expected().villages,)]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("place", [None, "苇霖村", "云禾镇"])
def test_figures_equal_plain_loops(connection, period, place):
    year, month, months = period
    last = (month - 1 + months) % 12 + 1
    start, end = date(year, month, 1), date(year + (month - 1 + months) // 12, last, 1)
    cases = [case for case in true_cases() if place in (None, "云禾镇") or case.village == place]
    codes = {indicator.code: indicator for indicator in load_catalog().values()}
    truth = parts(cases, start, end)
    area = {None: None, "云禾镇": "云禾镇"}.get(place, f"云禾镇/{place}")
    scope = Scope(area=area, start=start, end=end - timedelta(days=1))
    measured = measure(connection, [codes[code] for code in truth], scope).set_index("indicator")
    for code, (numerator, denominator) in truth.items():
        row = measured.loc[codes[code].id]
        assert row["numerator"] == numerator, code
        assert denominator is None or row["denominator"] == denominator, code


def _counted(connection, truth: dict, scope: Scope) -> None:
    codes = {indicator.code: indicator for indicator in load_catalog().values()}
    measured = measure(connection, [codes[code] for code in truth], scope).set_index("indicator")
    for code, (numerator, denominator) in truth.items():
        row = measured.loc[codes[code].id]
        assert row["numerator"] == numerator, code
        assert denominator is None or row["denominator"] == denominator, code


@pytest.mark.parametrize("period", PERIODS)
def test_disputes_equal_plain_loops(connection, period):
    year, month, months = period
    start, end = date(year, month, 1), date(year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1, 1)
    _counted(connection, dispute_parts(start, end), Scope(start=start, end=end - timedelta(days=1)))


def test_matters_that_came_twice_equal_plain_loops(connection):
    _counted(connection, {code: (count, None) for code, count in matters().items()}, Scope())


CLOSING_RATES = [indicator for indicator in load_catalog().values() if indicator.shadow]
SLICES = [(), ("village",), ("handler_unit",), ("category_1",), ("village", "category_1")]


@pytest.mark.parametrize("grain", ["month", "quarter", "year", "all"])
def test_nothing_reads_100_per_cent_while_anything_is_overdue_and_open(connection, grain):
    full = 0
    for by in SLICES:
        rates = [one for one in CLOSING_RATES if set(by) <= set(one.by)]
        late = {id: measure(connection, [load_catalog()[id]], Scope(grain=grain), by) for id in {one.shadow for one in rates}}
        open_late = {
            id: dict(zip(frame[["period", *by]].itertuples(index=False, name=None), frame["value"], strict=True))
            for id, frame in late.items()
        }
        for reading in readings(measure(connection, rates, Scope(grain=grain), by), load_catalog()):
            if reading.is_known and reading.value >= 100 and open_late[reading.indicator.shadow].get((reading.period, *reading.groups)):
                full += 1
                for words in (cell_words(reading), said(reading), value_words(reading), "".join(main_words(reading))):
                    assert "100" not in words.replace("100/100", "")
                late_name = load_catalog()[reading.indicator.shadow].name
                assert late_name in cell_words(reading)
                assert late_name in said(reading)
    assert full or grain == "all"


# indicator -> the figure of plain loops it must equal by village and year, and what one of it is worth there
FIGURES = {
    "income_level": ("reported_income_yuan", 1, {"basis": ("村级上报",)}),
    "collective_income": ("collective_income_yuan", 10_000, {}),
    "collective_operating_surplus": ("operating_surplus_yuan", 10_000, {}),
    "facility_road_added": ("road_added_m", 1000, {}),
    "facility_road_stock": ("road_m", 1000, {}),
    "facility_lamp_stock": ("lamps", 1, {}),
    "facility_garbage_cleared": ("garbage_m3", 1, {}),
    "facility_toilet_remodelled": ("toilets_added", 1, {}),
    "industry_sown_area": ("crop_area_mu", 1, {}),
    "industry_yield": ("crop_yield_kg", 1000, {}),
    "industry_sheep_stock": ("sheep_closing", 1, {}),
    "industry_sheep_sold": ("sheep_sold", 1, {}),
    "industry_labour_count": ("labour_count", 1, {}),
    "industry_post_count": ("posts", 1, {}),
    "profile_party_member_count": ("party_members", 1, {}),
    "profile_arable_area": ("arable_mu", 1, {}),
    "activity_publicity_count": ("publicity_held", 1, {}),
    "activity_volunteer_hours": ("volunteer_hours", 1, {}),
    "activity_theme_day_count": ("theme_days", 1, {}),
}


@pytest.mark.parametrize("indicator", FIGURES)
def test_yearly_figures_equal_plain_loops_by_village_and_year(connection, indicator):
    name, worth, narrowed = FIGURES[indicator]
    truth = {key: number for key, number in figures(name).items() if key[0]}
    measured = measure(connection, [load_catalog()[indicator]], Scope(grain="year", filters=narrowed), ("village",))
    found = {
        (row.village.rsplit("/", 1)[-1], int(row.period)): row.value * worth for row in measured.itertuples() if not pd.isna(row.value)
    }
    assert found == pytest.approx(truth)
