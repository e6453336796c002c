"""矛盾纠纷、重点难点、存在问题、措施、提请研究: what they say of a small town whose every number is worked out by hand."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest

from indicators.definition import load_catalog
from reports.brief import INTERNAL, ISSUED, Section
from reports.claims import CLAIM
from reports.reading import Reading
from reports.sections import disputes, measures, pressing, problems, requests
from reports.sections.found_problems import declared, found_problems
from reports.sections.problem_data import is_bunched
from tests.meeting.small_town import DONE, HASHED, LATE, WATER, appeals, held, warehouse
from tests.meeting.small_town import disputes as drawn_disputes

SECTIONS = (disputes, pressing, problems, measures, requests)


def texts(section: Section) -> list[str]:
    found = [section.message, section.empty, *(one.text for one in section.findings)]
    found += [text for one in section.charts for text in (one.title, one.note, *one.categories)]
    for table in section.tables:
        found += [table.title, table.note, *(cell.text for row in table.rows for cell in row)]
    return found


def text_of(section: Section, key: str) -> str:
    return next(one.text for one in section.findings if one.key == key)


def column(section: Section, number: int) -> list[str]:
    return [row[number].text for row in section.tables[0].rows]


@cache
def quiet():
    """The appeals without those that are overdue."""
    return warehouse(appeals()[:24])


@dataclass(frozen=True, kw_only=True)
class Aim:
    indicator: str
    value: float
    basis: str


# -- 矛盾纠纷 ----------------------------------------------------------------------------------------------------------


def test_the_rate_of_success_that_is_meant_is_named_and_the_two_others_stand_apart():
    text = text_of(disputes.section(held()), "disputes.success")
    assert text == ("3月调解成功率（按调结）90.0%（9/10），小样本；按期调结率90.9%（10/11），小样本。")
    rates = next(table for table in disputes.annex(held()).tables if table.key == "disputes.rates")
    assert [tuple(cell.text for cell in row)[:2] for row in rates.rows] == [
        ("调解成功率（按调结）", "90.0%（9/10）"), ("调解成功率（按调处）", "75.0%（9/12）"), ("调解成功率（按受理）", "75.0%（9/12）"),
    ]  # fmt: skip
    assert "分母不同、不可混用" in rates.note


def test_what_is_open_and_overdue_stands_first():
    found = disputes.section(held())
    assert found.findings[0].text == "期末在调2件，其中超期未调结1件，在调最久的一件已30天。"
    assert found.findings[0].tone == "worse"
    assert found.message == "期末超期未调结1件；2022年3月调解成功率（按调结）90.0%（9/10），小样本。"


def test_few_disputes_have_no_percentage():
    assert "村级化解占比（小事不出村）6/9件" in text_of(disputes.section(held()), "disputes.levels")


def test_the_pyramid_counts_settled_disputes_by_level():
    (chart,) = disputes.section(held()).charts
    assert dict(zip(chart.categories, chart.series[0].values, strict=True)) == {"村": 6, "镇": 3}


def test_a_past_that_the_data_do_not_reach_is_not_compared_with():
    assert text_of(disputes.section(held()), "disputes.flow") == "3月排查登记12件，开始调处12件，调解成功9件。"


def test_one_village_in_an_edition_for_outside_has_no_disputes_by_type():
    inside, outside = (disputes.section(held(area="云禾镇/东湾村", edition=edition)) for edition in (INTERNAL, ISSUED))
    kept, left = (disputes.annex(held(area="云禾镇/东湾村", edition=edition)) for edition in (INTERNAL, ISSUED))
    assert any("婚姻家庭" in text for text in texts(kept))
    assert not any("婚姻家庭" in text for one in (outside, left) for text in texts(one))
    assert not inside.tables


def test_a_town_without_a_ledger_of_disputes_says_so():
    found = disputes.section(held(warehouse(appeals())))
    assert found.empty == "没有导入矛盾纠纷台账，均为未填报，不列。"
    assert not (found.findings or found.charts or found.tables)


def test_a_ledger_that_ends_before_the_period_says_how_far_it_goes():
    later = replace(held(period="2022-04"), known_to=date(2022, 4, 30))
    assert disputes.section(later).empty == "矛盾纠纷台账数据只到2022年3月31日，2022年4月未填报，不列。"


# -- 重点难点 ----------------------------------------------------------------------------------------------------------


def test_what_waited_longest_stands_first_with_its_days():
    found = pressing.section(held())
    assert [tuple(cell.text for cell in row) for row in found.tables[0].rows][:2] == [
        ("诉求", "W-OLDEST", "饮水用电", "柳沟村", WATER, "30", "23"),
        ("诉求", "编号已脱敏", "饮水用电", "柳沟村", WATER, "29", "22"),
    ]
    assert column(found, 6) == ["23", "22", "21", "20", "19", "18", "16"]


def test_a_number_that_held_a_person_is_not_shown():
    assert HASHED not in "".join(text for edition in (INTERNAL, ISSUED) for text in texts(pressing.section(held(edition=edition))))


def test_an_edition_for_outside_has_neither_numbers_nor_villages():
    found = pressing.section(held(edition=ISSUED))
    told = "".join(texts(found))
    assert not any(word in told for word in ("W-OLDEST", "J-LATE", "A026", "柳沟", "东湾"))
    assert [tuple(cell.text for cell in row) for row in found.tables[0].rows] == [
        ("诉求", "饮水用电", WATER, "4", "30"), ("纠纷", "邻里", "村级单位", "1", "30"), ("诉求", "惠农补贴", "镇民政办", "1", "26"),
        ("诉求", "惠农补贴", "未填", "1", "25"),
    ]  # fmt: skip


def test_one_village_in_an_edition_for_outside_has_no_types_of_what_waits():
    told = "".join(texts(pressing.section(held(area="云禾镇/柳沟村", edition=ISSUED))))
    assert "镇水务站" in told
    assert not any(word in told for word in ("饮水用电", "邻里"))


def test_the_list_ends_with_the_tenth_and_says_how_many_there_are():
    many = [{**appeals()[-1], "case_id": f"L{place}", "handler_unit": WATER} for place in range(14)]
    found = pressing.section(held(warehouse(many)))
    assert len(found.tables[0].rows) == pressing.MOST == 10
    (whole,) = pressing.annex(held(warehouse(many))).tables
    assert len({row[1].text for row in whole.rows}) == 14
    assert pressing.annex(held(warehouse(many), edition=ISSUED)) is None
    assert "共14件，均已超期，列超期最久的10件" in found.tables[0].note


def test_a_case_without_a_deadline_that_is_open_for_long_is_listed_without_days_overdue():
    old = {**appeals()[-1], "received_at": "2022-01-02 09:00:00", "due_at": None, "case_id": "OLD"}
    rows = {row[1].text: row for row in pressing.section(held(warehouse([*appeals(), old]))).tables[0].rows}
    assert [cell.text for cell in rows["OLD"][5:]] == ["88", "—"]


def test_nothing_pressing_is_said_with_its_noughts():
    found = pressing.section(held(quiet()))
    assert found.empty == "期末超期未办结0件，也没有在办超过60天的。"


# -- 存在问题 ----------------------------------------------------------------------------------------------------------


def test_where_overdue_cases_lie_is_told_as_a_part_of_all_of_them():
    text = text_of(problems.section(held()), "problems.overdue")
    assert text == "期末超期未办结6件；按承办单位，镇水务站4件，占4/6；按诉求类别，饮水用电4件，占4/6。"


def test_what_nobody_filled_in_is_no_concentration():
    blank = [{**one, "handler_unit": None, "category_1": None} for one in appeals()]
    found = problems.section(held(warehouse(blank)))
    assert not any("承办单位" in text or "未填" in text for text in texts(found))


def test_nothing_wrong_is_said():
    assert problems.section(held(quiet())).empty == problems.NONE


def test_without_any_ledger_nothing_can_be_judged():
    nothing = replace(held(), connection=warehouse([]))
    assert problems.section(nothing).empty == "没有导入诉求和纠纷台账，无从判断，不列。"
    assert measures.section(nothing).empty == measures.NO_LEDGERS
    assert requests.section(nothing).empty == requests.NO_LEDGERS
    assert pressing.section(nothing).empty == "没有导入诉求和纠纷台账，均为未填报，不列。"


@pytest.mark.parametrize(("hits", "is_more"), [(9, False), (30, True)])
def test_closing_at_the_end_of_the_month_is_held_against_two_days_of_a_month(hits, is_more):
    one = Reading(indicator=load_catalog()["case_month_end_closed_share"], period="all", numerator=hits, denominator=100, value=float(hits))
    assert is_bunched(one) is is_more


# -- 措施与提请 --------------------------------------------------------------------------------------------------------


def test_each_problem_has_a_measure_a_unit_of_the_data_and_no_date_of_ours():
    found = measures.section(held(decided=(LATE, DONE)))
    rows = [tuple(cell.text for cell in row) for row in found.tables[0].rows]
    assert [row[1] for row in rows] == [
        "修好三社水管（期限3月15日）",
        "超期未办结4件，占全部的4/6",
        "超期未办结1件，占全部的1/6",
        "超期未办结1件，占全部的1/6",
        "超期未调结1件",
    ]
    assert [row[3] for row in rows] == [WATER, WATER, "镇民政办", "待会议明确", "柳沟村调委会"]
    assert {row[4] for row in rows} == {"待会议明确"}
    assert all(row[2] in {one["measure"] for one in declared().values()} for row in rows)


def test_every_kind_of_problem_that_is_found_is_declared():
    assert {one.kind for one in found_problems(held(decided=(LATE,)))} <= set(declared())


def test_no_problem_no_measure():
    assert measures.section(held(quiet())).empty == measures.NONE


def test_what_is_late_and_what_nobody_owns_is_put_before_the_meeting():
    found = requests.section(held(decided=(LATE, DONE)))
    assert (
        text_of(found, "requests.decisions")
        == "过期未了结的议定事项1项，最早的期限为2022年3月15日（镇水务站）：建议逐项确定延期、调整责任单位或了结。"
    )
    assert text_of(found, "requests.unowned") == "期末在办与积压1件没有填承办（责任）单位：建议会上逐件确定承办单位。"
    assert found.message == (
        "提请会议研究4项：超期件集中的单位如何清办、过期议定事项如何处理、没有承办单位的由谁承办、是否设定目标值；未写明牵头的由会议明确。"
    )
    assert text_of(found, "requests.concentrated") == (
        "超期未办结6件中4/6在镇水务站（饮水用电4件）：建议会上确定清办期限和牵头人，由该单位逐件报计划。"
    )


def test_a_target_that_the_town_set_is_not_asked_for_again():
    aims = (Aim(indicator="case_on_time_rate", value=90, basis="镇定"),)
    text = text_of(requests.section(held(aims=aims)), "requests.targets")
    assert text.startswith("解决率、满意率") and "按期办结率" not in text


@pytest.mark.parametrize("edition", [INTERNAL, ISSUED])
def test_one_month_allows_no_claim_and_everything_says_what_it_rests_on(edition):
    town = held(decided=(LATE,), edition=edition)
    for module in SECTIONS:
        found = module.section(town)
        assert not any(CLAIM.search(text) for text in texts(found))
        assert all(one.basis is not None for one in (*found.findings, *found.charts, *found.tables))


def test_disputes_of_two_units_name_both_inside_and_none_for_outside():
    two = [*drawn_disputes(), {**drawn_disputes()[-1], "due_at": "2022-03-16 23:59:59", "case_id": "J-LATE-2"}]
    town = warehouse([*appeals(), *two])
    inside, outside = (
        next(one for one in found_problems(held(town, edition=edition)) if one.kind == "late_dispute") for edition in (INTERNAL, ISSUED)
    )
    assert sorted(inside.words.partition("（")[2].rstrip("）").split("、")) == sorted(
        f"{unit}1件" for unit in ("柳沟村调委会", "东湾村调委会")
    )
    assert (inside.words.partition("（")[0], inside.unit) == ("超期未调结2件，在2个调解组织", "所列2个调解组织")
    assert (outside.words, outside.unit) == ("超期未调结2件，在2个调解组织", "")
