"""Deadlines worked out by hand from the holiday notices of 2024 to 2026, through a file and the intake.

2024: off 10–17 Feb, at work Sun 4 and Sun 18 Feb; off 1–7 Oct, at work Sun 29 Sep and Sat 12 Oct. 2025: off 28 Jan – 4 Feb, at work Sun 26 Jan
and Sat 8 Feb; off 1–8 Oct, at work Sun 28 Sep and Sat 11 Oct. 2026: off 1–3 Jan, at work Sun 4 Jan; off 15–23 Feb, at work Sat 14 and
Sat 28 Feb; off 25–27 Sep and 1–7 Oct, at work Sun 20 Sep and Sat 10 Oct. For 2027 nothing is announced.
"""

from datetime import date, datetime, time

import pytest

from etl.load import rebuild
from etl.reference import load_reference
from etl.town import TownFileError
from indicators.definition import load_catalog
from indicators.measure import measure
from indicators.scope import Scope
from tests.etl.drawn import ask, cells, load_drawn
from tests.indicators.warehouses import empty_warehouse
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

COLUMNS = "工单编号 | 诉求来源 | 受理时间 | 派单时间 | 办结期限 | 延期至 | 延期是否批准 | 办结时间 | 村 | 受理告知时间"
# what is expected stands after ||: the deadline, and whether the case was closed in time
WORKED = """
A01 | 12345 | 2024-02-02 09:00 | | | | | | || 2024-02-08
A02 | 12345 | 2024-02-05 09:00 | | | | | | || 2024-02-18
A03 | 12345 | 2024-02-08 09:00 | | | | | | || 2024-02-21
A04 | 12345 | 2024-02-12 09:00 | | | | | | || 2024-02-22
A05 | 12345 | 2024-02-17 23:59 | | | | | | || 2024-02-22
A06 | 12345 | 2024-02-18 09:00 | | | | | | || 2024-02-23
A07 | 12345 | 2024-09-26 09:00 | | | | | | || 2024-10-09
A08 | 12345 | 2024-09-29 09:00 | | | | | | || 2024-10-11
A09 | 12345 | 2024-09-30 09:00 | | | | | | || 2024-10-12
A10 | 12345 | 2024-10-03 09:00 | | | | | | || 2024-10-12
A11 | 12345 | 2024-10-08 09:00 | | | | | | || 2024-10-14
A12 | 12345 | 2024-10-12 09:00 | | | | | | || 2024-10-18
A13 | 12345 | 2025-01-23 09:00 | | | | | | || 2025-02-06
A14 | 12345 | 2025-01-26 09:00 | | | | | | || 2025-02-08
A15 | 12345 | 2025-01-27 09:00 | | | | | | || 2025-02-10
A16 | 12345 | 2025-01-31 00:00 | | | | | | || 2025-02-10
A17 | 12345 | 2025-02-04 09:00 | 2025-02-05 08:30 | | | | | || 2025-02-11
A18 | 12345 | 2025-09-25 09:00 | | | | | | || 2025-10-09
A19 | 12345 | 2025-09-28 09:00 | | | | | | || 2025-10-11
A20 | 12345 | 2025-09-30 09:00 | | | | | | || 2025-10-14
A21 | 12345 | 2025-10-05 09:00 | | | | | | || 2025-10-14
A22 | 12345 | 2025-10-11 09:00 | | | | | | || 2025-10-17
A23 | 12345 | 2025-12-30 09:00 | | | | | | || 2026-01-07
A24 | 12345 | 2026-02-12 09:00 | | | | | | || 2026-02-26
A25 | 12345 | 2026-02-14 09:00 | | | | | | || 2026-02-28
A26 | 12345 | 2026-02-18 09:00 | | | | | | || 2026-02-28
A27 | 12345 | 2026-02-24 09:00 | | | | | | || 2026-03-02
A28 | 12345 | 2026-09-18 09:00 | | | | | | || 2026-09-24
A29 | 12345 | 2026-09-29 09:00 | | | | | | || 2026-10-12
A30 | 12345 | 2026-10-02 09:00 | | | | | | || 2026-10-13
A31 | 12345 | 2026-09-28 09:00 | | 2026-10-08 | | | 2026-10-08 23:59:59 | || 2026-10-08 | 按期
A32 | 12345 | 2026-09-28 09:00 | | 2026-10-08 | | | 2026-10-09 00:00:00 | || 2026-10-08 | 超期
A33 | 12345 | 2026-02-06 09:00 | | 2026-02-13 | 2026-03-02 | 是 | 2026-03-02 18:00 | || 2026-03-02 | 按期
A34 | 12345 | 2026-02-06 09:00 | | 2026-02-13 | 2026-03-02 | 否 | 2026-03-02 18:00 | || 2026-02-13 | 超期
A35 | 12345 | 2026-02-06 09:00 | 2026-02-14 10:00 | | | | 2026-02-28 17:00 | || 2026-02-28 | 按期
A36 | 信访转办 | 2026-08-10 09:00 | | | | | | || 2026-10-09
A37 | 信访转办 | 2026-08-02 09:00 | | | | | 2026-10-02 00:00 | || 2026-10-01 | 超期
A38 | 信访转办 | 2026-08-10 09:00 | | 2026-10-09 | 2026-12-31 | 是 | | || 2026-11-08
A39 | 信访转办 | 2026-08-10 09:00 | | 2026-10-09 | 2026-10-20 | 是 | 2026-10-20 23:00 | || 2026-10-20 | 按期
A40 | 12345 | 2026-12-30 09:00 | | | | | | || 2027-01-06 | 推算
A41 | 12345 | 2027-02-05 09:00 | | | | | | || 2027-02-12 | 推算
A42 | 信访转办 | 2026-11-20 09:00 | | | | | | || 2027-01-19
"""
DRAWN = [line.split("||") for line in WORKED.strip().splitlines()]


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    rows = "\n".join(f"{given.strip()} 杼沟村 |" for given, _ in DRAWN)
    folder = tmp_path_factory.mktemp("deadlines")
    result = load_drawn(folder, f"{COLUMNS}\n{rows}", as_of=date(2027, 3, 31), now=datetime(2027, 4, 1))
    assert (result.status, result.batches[0].rejected) == ("published", 0), result
    return folder / "data"


@pytest.mark.parametrize(("given", "expected"), DRAWN, ids=[given.split()[0] for given, _ in DRAWN])
def test_worked_deadline(board, given, expected):
    due_on, *verdict = (cell.strip() for cell in expected.split("|"))
    due_at, closed_at, is_uncovered = ask(
        board, "select effective_due_at, closed_at, is_due_uncovered from case_all where case_id = ?", [given.split()[0]]
    )[0]
    assert due_at == datetime.combine(date.fromisoformat(due_on), time.max)
    assert is_uncovered == (verdict == ["推算"])
    assert verdict in ([], ["推算"]) or (closed_at <= due_at) == (verdict == ["按期"])


def test_2027_warns_and_still_computes(board):
    with open_snapshot(board, current_name(board)) as connection:
        scope = Scope(start=date(2027, 1, 1), end=date(2027, 3, 31))
        row = measure(connection, [load_catalog()["case_due_count"]], scope).iloc[0]
    assert row["value"] == 3
    assert "2 件的期限跨入尚未公布放假安排的年份，按周末推算" in row["note"]


def test_fifteen_days_to_tell_a_petitioner(tmp_path):
    rows = """
      B1 | 信访转办 | 2026-02-10 09:00 | | | | | | 杼沟村 | 2026-02-25 23:59
      B2 | 信访转办 | 2026-02-10 09:00 | | | | | | 杼沟村 | 2026-02-26 00:00
      B3 | 信访转办 | 2026-02-10 09:00 | | | | | | 杼沟村 |
    """
    load_drawn(tmp_path, f"{COLUMNS}\n{rows}", as_of=date(2026, 2, 28))
    with open_snapshot(tmp_path / "data", current_name(tmp_path / "data")) as connection:
        row = measure(connection, [load_catalog()["petition_notice_rate"]], Scope()).iloc[0]
    assert (row["numerator"], row["denominator"]) == (1, 3)


# the town's own word ---------------------------------------------------------------------------------------------------------

LIMITS = "代码,台账,事项,诉求来源,诉求类型,数值,单位,起算,名称,依据,启用\n"
ONE = "工单编号 | 诉求类型 | 受理时间 | 办结时间 | 村\nA1 | 投诉 | 2026-10-08 09:00 | | 杼沟村\nA2 | 求助 | 2026-10-08 09:00 | | 杼沟村"


def _write(tmp_path, name, text, encoding="utf-8-sig"):
    folder = tmp_path / "data" / "town"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding=encoding)


def _due(tmp_path):
    return {case: due.date() for case, due in ask(tmp_path / "data", "select case_id, effective_due_at from case_all")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_town_sets_a_limit_for_one_kind(tmp_path, encoding):
    _write(tmp_path, "办理时限.csv", f"{LIMITS}town_complaint,诉求,办结,,投诉,10,自然日,受理,投诉10日,镇办〔2026〕3号,是\n", encoding)
    load_drawn(tmp_path, ONE, as_of=date(2026, 10, 31))
    assert _due(tmp_path) == {"A1": date(2026, 10, 18), "A2": date(2026, 10, 14)}
    assert ask(tmp_path / "data", "select due_rule from case_all where case_id = 'A1'") == [("投诉10日",)]


def test_the_town_replaces_what_ships_and_a_day_after_a_rebuild(tmp_path):
    load_drawn(tmp_path, ONE, as_of=date(2026, 10, 31))
    assert _due(tmp_path)["A2"] == date(2026, 10, 14)  # 9, 10 (a Saturday made up), 12, 13, 14
    _write(tmp_path, "办理时限.csv", f"{LIMITS}appeal_close_default,诉求,办结,,,2,工作日,受理,2个工作日,镇办〔2026〕3号,是\n")
    _write(tmp_path, "工作日调整.csv", "日期,是否上班,说明\n2026/10/9,否,镇上停电\n")
    rebuild(tmp_path / "data")
    assert _due(tmp_path)["A2"] == date(2026, 10, 12)


def test_a_year_that_the_town_arranges_is_covered(tmp_path):
    _write(tmp_path, "工作日调整.csv", "日期,是否上班,说明\n2027年1月1日,否,元旦\n")
    connection = empty_warehouse()
    load_reference(connection, tmp_path / "data")
    days = dict(connection.execute("select day, is_working_day from calendar_day where year(day) = 2027 and is_covered").fetchall())
    assert len(days) == 365
    assert not days[date(2027, 1, 1)]
    assert connection.execute("select bool_or(is_covered) from calendar_day where year(day) = 2028").fetchall() == [(False,)]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("办理时限.csv", f"{LIMITS}x,诉求,办结,,,五,工作日,受理,五日,无,是\n", "《办理时限.csv》第 2 行“数值”不能是“五”"),
        ("办理时限.csv", f"{LIMITS}x,诉求,办结,,,5,天,受理,五日,无,是\n", "《办理时限.csv》第 2 行“单位”不能是“天”"),
        ("办理时限.csv", "代码,名称\nx,y\n", "《办理时限.csv》的表头应为"),
        ("工作日调整.csv", "日期,是否上班,说明\n2027-1-1,是,\n2027-2-30,否,\n", "《工作日调整.csv》第 3 行“日期”不能是“2027-2-30”"),
    ],
)
def test_a_mistake_of_the_towns_is_said_and_nothing_is_published(tmp_path, name, text, said):
    load_drawn(tmp_path, ONE, as_of=date(2026, 10, 31))
    before = current_name(tmp_path / "data")
    _write(tmp_path, name, text)
    with pytest.raises(TownFileError, match=said):
        rebuild(tmp_path / "data")
    assert current_name(tmp_path / "data") == before


def test_every_line_of_the_shipped_table_says_what_it_rests_on(tmp_path):
    connection = empty_warehouse()
    load_reference(connection, tmp_path)
    rules = connection.execute("select label, basis, is_in_force, ledger_kind, measure from deadline_rule").fetchall()
    assert len(rules) >= 20
    assert all(label and basis for label, basis, *_ in rules)
    assert not [label for label, basis, *_ in rules if "本县" in basis and "非本县规定" not in basis]


def test_the_drawn_table_has_its_columns():
    assert all(len(cells(f"{given} x |")[0]) == len(COLUMNS.split("|")) for given, _ in DRAWN)


def test_no_limit_is_loaded_twice(tmp_path):
    connection = empty_warehouse()
    load_reference(connection, tmp_path)
    load_reference(connection, tmp_path)
    assert connection.execute("select count(*) = count(distinct rule) from deadline_rule").fetchall() == [(True,)]
