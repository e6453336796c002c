"""The annexes, the domains and the notes of a brief: counts by hand, what may leave the building, where every figure comes from."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest

from etl.load import PUBLISHED, load
from indicators.definition import load_catalog
from indicators.suppression import unprotected
from reports.brief import INTERNAL, ISSUED, SUPPRESSED
from reports.brief_notes import MASK, definitions, ids_of, quality, sources
from reports.material import Material, material
from reports.sections import cross, domains
from reports.sections.annex import annexes
from reports.sections.domain_figures import domains as declared
from reports.span import span
from tests.indicators.warehouses import board_of
from tests.meeting.drawn import rich
from tests.meeting.small_town import FILE, held, warehouse
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

LIU = "云禾镇/柳沟村"
KINDS = ("饮水用电", "惠农补贴", "人居环境")
COUNTS = {"柳沟村": (9, 7, 2), "东湾村": (8, 6, 5), "西渠村": (3, 9, 7), "北滩村": (6, 8, 9)}


@cache
def four_villages():
    """Appeals of four villages and three types as in COUNTS, two of them small."""
    return warehouse(
        [
            {"village": village, "category_1": kind, "received_at": "2022-03-02 09:00:00", "due_at": "2022-03-09 23:59:59", "closed_at": "2022-03-05 10:00:00", "status": "closed"}
            for village, counts in COUNTS.items() for kind, count in zip(KINDS, counts, strict=True) for _ in range(count)
        ],
        with_areas=False,
    )  # fmt: skip


def table_of(sections, key: str):
    return next(one for one in sections if one.key == key).tables[0]


def words(table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in table.rows]


# -- 附件 --------------------------------------------------------------------------------------------------------------


def test_villages_by_types_add_up():
    table = table_of(annexes(held(four_villages())), "annex.case_kinds")
    rows = {name: cells for name, *cells in words(table)}
    kinds = [column.name for column in table.columns][1:-1]
    assert {name: tuple(cells[kinds.index(kind)] for kind in KINDS) for name, cells in rows.items() if name in COUNTS} == {
        name: tuple(map(str, counts)) for name, counts in COUNTS.items()
    }
    assert {name: cells[-1] for name, cells in rows.items()} == {
        "柳沟村": "18",
        "东湾村": "19",
        "西渠村": "19",
        "北滩村": "23",
        "合计": "79",
    }


def test_for_outside_no_small_count_can_be_worked_out():
    town = held(four_villages(), edition=ISSUED)
    table = table_of(annexes(town), "annex.case_kinds")
    found = cross.cross(town, "case_received_count")
    kept_back = {(at, place) for at, row in enumerate(table.rows[:-1]) for place, cell in enumerate(row[1:-1]) if cell.mark == SUPPRESSED}
    small = {(at, place) for at, line in enumerate(found.counts) for place, count in enumerate(line) if 0 < count < 5}
    assert {found.counts[at][place] for at, place in small} == {2, 3}
    assert small <= kept_back
    assert not unprotected(found.counts, kept_back, cross.everything(found.counts))
    assert all(table.rows[at][place + 1].value is None for at, place in kept_back)
    assert "＜5" in table.note


def test_inside_nothing_is_kept_back():
    table = table_of(annexes(held(four_villages(), edition=INTERNAL)), "annex.case_kinds")
    assert not any(cell.mark for row in table.rows for cell in row)


def test_a_table_that_cannot_be_protected_is_left_out_with_its_reason():
    section = next(one for one in annexes(held(edition=ISSUED)) if one.key == "annex.dispute_kinds")
    assert not section.tables
    assert section.empty.endswith("不分村分类印发。")


def test_every_village_stands_in_the_order_of_the_ledger_and_all_of_them_last():
    table = table_of(annexes(held()), "annex.villages")
    assert [row[0] for row in words(table)] == ["柳沟村", "东湾村", "合计"]
    assert words(table)[-1][1:3] == ("30", "80.0%（24/30）")


# -- 党建、实事、项目、产业 --------------------------------------------------------------------------------------------


def of_board(rows: list[dict], domain: str, until: date = date(2022, 12, 31), **others) -> Material:
    return Material(connection=board_of(rows, domain, **others), area=None, place="云禾镇", span=span("2022-12"), known_to=until)


PROJECTS = [
    {"project_name": "甲", "planned_start_on": "2022-03-01", "started_on": "2022-03-01", "planned_finish_on": "2022-06-30", "finished_on": "2022-06-30", "responsible_unit": "镇水务站"},
    {"project_name": "乙", "planned_start_on": "2022-03-01", "started_on": "2022-03-01", "planned_finish_on": "2022-06-30", "finished_on": "2022-07-20", "responsible_unit": "镇水务站"},
    {"project_name": "丙", "planned_start_on": "2022-03-01", "started_on": "2022-03-01", "planned_finish_on": "2022-09-30", "finished_on": None, "responsible_unit": "镇规建办"},
]  # fmt: skip


def test_projects_are_told_against_their_plan():
    found = domains.section(of_board(PROJECTS, "project"))
    (text,) = [one.text for one in found.findings]
    assert "项目完工率2/3个" in text and "项目按期完工率1/3个" in text and "最长拖延天数457天" in text
    assert found.message.startswith("过期未完工项目1个；")
    (chart,) = found.charts
    assert dict(zip(chart.categories, chart.series[0].values, strict=True)) == {
        "应开工": 3, "已开工": 3, "应完工": 3, "已完工": 2, "按期完工": 1, "过期未完工": 1,
    }  # fmt: skip


def test_what_nobody_reported_is_named_and_never_nought():
    found = domains.section(of_board(PROJECTS, "project"))
    assert "党建、实事与报送、集体经济、基础设施、产业与劳务未填报" in found.message
    assert [table.key for table in domains.annex(of_board(PROJECTS, "project")).tables] == ["domains.end"]


def test_a_figure_of_an_earlier_year_says_its_year_and_the_one_before():
    parts = ("contract_income_yuan", "investment_income_yuan", "other_income_yuan")
    rows = [
        {"period": year, "operating_income_yuan": amount, "subsidy_income_yuan": 60_000, **dict.fromkeys(parts, 0)}
        for year, amount in (("2020", 240_000), ("2021", 300_000))
    ]
    found = domains.section(of_board(rows, "collective"))
    assert found.findings[0].text.startswith("2021年村集体经济总收入36.00万元（2020年30.00万元，多6.00万元）")


def test_every_indicator_of_a_domain_is_in_the_catalog():
    for one in declared().values():
        assert set((*one.ids, *one.told, *one.presses)) <= set(load_catalog())
        assert set((*one.told, *one.presses)) <= set(one.ids)


@pytest.fixture(scope="module")
def chengcao(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chengcao")
    load(folder, [PUBLISHED])
    return open_snapshot(folder, current_name(folder))


def test_published_facts_stand_with_the_words_of_their_source(chengcao):
    found = domains.section(material(chengcao, None, span("2022-12")))
    (table,) = found.tables
    assert ("硬化村庄道路", "5,900米", "未说明时期", "“硬化村庄道路5.9公里”", "") in words(table)
    assert found.findings[0].text.startswith(f"公开发布的数字{len(table.rows)}项，其中")
    assert "未填报" in found.message


# -- 口径、来源、质量 --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Aim:
    indicator: str
    value: float
    basis: str


def test_a_definition_carries_version_day_and_the_target_of_the_town():
    (one,) = definitions(held(aims=(Aim(indicator="case_on_time_rate", value=90, basis="镇党委会"),)), ["case_on_time_rate"])
    known = load_catalog()["case_on_time_rate"]
    assert (one.name, one.version, one.since, one.basis) == (known.name, known.version, known.since, "目标90.0%（镇党委会）")
    assert known.definition.rstrip("。") in one.words and "归期：" in one.words


def test_the_definitions_are_those_of_what_the_brief_rests_on():
    assert ids_of(rich()) == tuple(
        id for id in load_catalog() if id in {"case_received_count", "case_on_time_rate", "case_satisfaction_rate"}
    )


def test_a_ledger_says_how_much_up_to_when_and_a_phone_in_the_name_of_a_file_is_masked():
    first = sources(held())[0]
    assert (first.records, first.known_to) == (30, date(2022, 3, 31))
    assert first.files == (FILE.replace("13912345678", MASK),)


def test_what_is_unsure_is_said_once():
    said = quality(held())
    assert len(said) == len(set(said))
    assert "数据从2022年3月1日开始，上年同期不全，不作同比。" in said
    assert any(one.startswith("2个村2022年3月件数不足20") for one in said)


def test_a_month_under_way_says_so():
    early = replace(held(), known_to=date(2022, 3, 20))
    assert "2022年3月未结束，数据截至2022年3月20日，不与整期相比。" in quality(early)


def test_a_period_before_the_data_says_where_they_begin():
    early = held(period="2021-05")
    assert "数据从2022年3月1日开始。" in quality(early)
    assert domains.section(early).empty.startswith("没有导入")
