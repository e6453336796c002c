"""The figure clicked is what its rows come to, over every indicator of the ledgers that state figures of a place, in a drawn warehouse."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from indicators.definition import load_catalog
from indicators.measure import measure_each
from indicators.rows import rows
from indicators.scope import Scope
from tests.indicators.test_drill_through import _agrees, _is_computed, _of_group, _plain
from tests.indicators.warehouses import VIEWS, board_of

DOMAINS = ("income", "collective", "project", "facility", "industry", "profile", "activity")
CATALOG = [indicator for indicator in load_catalog().values() if indicator.domain in DOMAINS]
SLICES = [
    Scope(),
    Scope(start=date(2021, 3, 1), end=date(2022, 9, 15), grain="year"),
    Scope(area="云禾镇", start=date(2022, 4, 1), end=date(2022, 9, 30), grain="quarter", as_of=date(2022, 8, 20)),
    Scope(area="云禾镇/柳沟村", start=date(2022, 5, 15), end=date(2022, 6, 30), grain="month"),
]
PERIODS = ("2020", "2021", "2021", "2022", "2022", "2022-H1", "2022-Q1", "2022-Q2", "2022-01", "2022-06", "2023", "2021/2023")
CHOICES = {
    "village": ("云禾镇/柳沟村", "云禾镇/东湾村", "云禾镇/西坪村", "石桥镇/上坝村", None),
    "period": PERIODS,
    "planned_span": (None, None, "2021/2022", "2022"),
    "basis": ("村级上报", "农经报表"),
    "definition": ("可支配收入", "可支配收入", "纯收入"),
    "flags": ("", "", "rounded", "disposable_yuan:approx", "surplus_yuan:lower"),
    "status": ("未开工", "在建", "完工", "停工", "取消", "未注明"),
    "ledger": ("甲账", "乙账"),
    "quantity_kind": ("存量", "增量", "未注明"),
    "category": ("种植", "养殖", "设施", "劳务", "公益岗"),
    "scope": ("全村", "脱贫户"),
    "span": ("当期", "当期", "累计"),
    "residents_basis": ("户籍", "常住"),
    "cutoff_at": ("2023-01-01 00:00:00", "2022-09-01 00:00:00"),
    "known_from": ("0001-01-01 00:00:00", "0001-01-01 00:00:00", "2022-07-01 00:00:00"),
    "is_subset": (False, False, True),
}  # fmt: skip
KEPT = ("area_id", "known_until", "source_part", "source_rows", "data_class", "batch_id", "source_sheet", "source_row", "file_name")
SPOKEN = {
    "facility": {"item": ("硬化道路", "路灯", "卫生厕所"), "quantity_unit": ("公里", "盏", "户")},
    "industry": {"item": ("玉米", "猪", "大棚")},
    "activity": {"kind": ("主题党日", "支部党员大会", "志愿服务", "办实事", "信息报送", "议事会"), "period": (None, None, *PERIODS)},
}


def _drawn(random: Random, domain: str, columns: dict[str, str], place: int) -> dict:
    row = {"source_row": place + 2, "town": "云禾镇"}
    choices = CHOICES | SPOKEN.get(domain, {})
    for column, kind in columns.items():
        if column in choices:
            row[column] = random.choice(choices[column])
        elif kind == "DOUBLE":
            row[column] = random.choice((None, *(random.randrange(90_000) for _ in range(4))))
        elif kind == "TIMESTAMP" and column not in KEPT:
            row[column] = random.choice((None, datetime(2021, 1, 1) + timedelta(days=random.randrange(900))))
    if row["village"]:
        row["town"] = row["village"].split("/")[0]
    return row | {"project_name": f"项目{place}"} if domain == "project" else row


def _rows(domain: str, count: int = 160) -> list[dict]:
    view, table = VIEWS[domain]
    described = board_of([], domain).execute(f"describe {view}").fetchall()
    columns = {name: kind for name, kind, *_ in described if not name.endswith(("_start_on", "_end_on")) or name == "planned_start_on"}
    random = Random(3)  # noqa: S311 not a secret
    return [_drawn(random, domain, columns, place) for place in range(count)]


@pytest.fixture(scope="module")
def warehouse():
    others = {VIEWS[domain][0]: _rows(domain) for domain in DOMAINS[1:]}
    prices = [{"period": year, "index_last_year_100": 102.5} for year in ("2021", "2022")]
    return board_of(_rows("income"), "income", **others, price_index_all=prices)


@pytest.mark.parametrize("scope", SLICES, ids=range(len(SLICES)))
@pytest.mark.parametrize("domain", DOMAINS)
def test_rows_behind_every_number(warehouse, domain, scope):
    indicators = [indicator for indicator in CATALOG if indicator.domain == domain]
    shared = [column for column in indicators[0].by if all(column in indicator.by for indicator in indicators)]
    by = ("village", *shared[-2:])
    whole, split = (_plain(frame) for frame in measure_each(warehouse, [(indicators, ()), (indicators, by)], scope))
    behind = {}
    for row in whole:
        indicator, within = load_catalog()[row["indicator"]], scope.at(row["period"])
        behind[indicator.id, row["period"]] = {part: rows(warehouse, indicator, part, within) for part in indicator.parts}
    for row in filter(_is_computed, whole):
        _agrees(load_catalog()[row["indicator"]], row, behind[row["indicator"], row["period"]])
    for row in filter(_is_computed, split):
        found = {part: _of_group(frame, row, by) for part, frame in behind[row["indicator"], row["period"]].items()}
        _agrees(load_catalog()[row["indicator"]], row, found)
    assert any(map(_is_computed, split))
