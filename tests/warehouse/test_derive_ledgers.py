"""The ledgers that state figures of a place: which row holds when, where it speaks of, and what is kept out, on drawn rows."""

import zlib
from datetime import date, datetime
from pathlib import Path

import pytest

from etl.reference import load_reference
from tests.etl.drawn import ask
from tests.indicators.warehouses import BATCH, CASE, derive, empty_warehouse, insert
from warehouse.batches import HOLDING, LEDGERS, remove_batch
from warehouse.snapshot import building
from warehouse.upgrade import bring_up_to_date

ROOT = Path(__file__).parents[2]
SCHEMA = (ROOT / "warehouse/schema.sql").read_text(encoding="utf-8")
CHECKS = (ROOT / "warehouse/checks.sql").read_text(encoding="utf-8")
EVER = datetime.max
SUBJECT = (
    "period",
    "basis",
    "definition",
    "project_name",
    "item",
    "kind",
    "fact_id",
)  # the key columns other than the place that are drawn
NEEDED = {
    "project": {"project_name": "路灯"},
    "fact": {"fact_id": "F01", "quotation": "共有6个社"},
    "price_index": {"index_last_year_100": 102.1},
}
AREAS = [
    {"county": "麦田县", "town": "云禾镇", "village": "杼沟村", "aliases": "杼家沟"},
    {"county": "麦田县", "town": "云禾镇", "village": "石桥村"},
    {"county": "麦田县", "town": "青禾镇", "village": "石桥村"},
]
HERE = {"county": "麦田县", "town": "云禾镇", "village": "杼沟村"}
PUBLISHED = {"county": "民勤县", "town": "苏武镇", "village": "橙槽村"}


def batch_of(source, cutoff_on, rows, batch_id=None, **given):
    """A batch and its rows: (what import_batch says, the fact table, the rows)."""
    count = len({row.get("source_row", place + 2) for place, row in enumerate(rows)})
    said = {
        "source": source,
        "ledger": source,
        "cutoff_on": cutoff_on,
        "rows_read": count,
        "rows_accepted": count,
        "records": len(rows),
        "rejected_cells": 0,
    }
    return BATCH | said | {"batch_id": batch_id or f"{source}-{cutoff_on}", "file_name": f"{source}{cutoff_on}.xlsx"} | given, rows


def record(batch, place, row):
    """One drawn row of a ledger with everything the engine would put beside it."""
    subject = zlib.crc32(repr([row.get(key) for key in SUBJECT]).encode())
    named = {key: batch[key] for key in ("batch_id", "data_class", "ledger")} | {"source_sheet": batch["sheet"], "flags": ""}
    hashes = {"key_hash": subject, "subject_hash": subject, "content_hash": zlib.crc32(repr(row).encode())}
    return named | hashes | {"source_row": place + 2, "source_part": 0, "source_rows": 1} | NEEDED.get(batch["source"], {}) | row


def draw(connection, *batches):
    """Inserts batches and derives; the checks of every snapshot must hold."""
    for batch, rows in batches:
        insert(connection, "import_batch", [batch])
        insert(connection, f"{batch['source']}_record", [record(batch, place, row) for place, row in enumerate(rows)])
    derive(connection)
    assert connection.execute(CHECKS).fetchall() == []
    return connection


def ledger(*batches):
    """A warehouse with the area ledger AREAS."""
    return draw(with_areas(empty_warehouse()), *batches)


def with_areas(connection):
    said = {"source": "area", "ledger": "地区台账", "rows_read": len(AREAS), "rows_accepted": len(AREAS), "records": len(AREAS)}
    insert(connection, "import_batch", [BATCH | said | {"batch_id": "area", "rejected_cells": 0}])
    shared = {"batch_id": "area", "source_sheet": "Sheet1", "data_class": "real", "flags": "", "ledger": "地区台账", "content_hash": 0}
    insert(connection, "area_record", [shared | {"source_row": place, "key_hash": place} | area for place, area in enumerate(AREAS)])
    return connection


def income(cutoff_on, yuan, **given):
    return batch_of(
        "income", cutoff_on, [HERE | {"period": "2022", "basis": "农经报表", "definition": "可支配收入", "disposable_yuan": yuan}], **given
    )


# -- versions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_newer_export_replaces_whatever_came_last(order):
    exports = [income("2023-01-31", 100.0), income("2023-02-28", 200.0), income("2023-03-31", 300.0)]
    connection = ledger(*(exports[place] for place in order))
    versions = connection.execute(
        "select disposable_yuan, cutoff_at, known_from, known_until from income_all order by cutoff_at"
    ).fetchall()
    assert versions == [
        (100.0, datetime(2023, 2, 1), datetime(1, 1, 1), datetime(2023, 3, 1)),
        (200.0, datetime(2023, 3, 1), datetime(2023, 3, 1), datetime(2023, 4, 1)),
        (300.0, datetime(2023, 4, 1), datetime(2023, 4, 1), EVER),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_exports_of_one_day_one_holds_whatever_came_last(order):
    exports = [
        income("2023-01-31", 100.0, batch_id="a", file_sha256="a" * 64),
        income("2023-01-31", 200.0, batch_id="b", file_sha256="b" * 64),
    ]
    exports[0][1][0]["source_row"] = 9
    connection = ledger(*(exports[place] for place in order))
    assert connection.execute("select disposable_yuan, known_until from income_all").fetchall() == [(200.0, EVER)]


def test_a_file_without_a_day_gives_way_to_one_with():
    connection = ledger(income("2023-01-31", 200.0), income(None, 100.0))
    rows = connection.execute("select disposable_yuan, known_from, known_until from income_all order by 1").fetchall()
    assert rows == [(100.0, datetime(1, 1, 1), datetime(2023, 2, 1)), (200.0, datetime(2023, 2, 1), EVER)]


def test_another_ledger_replaces_nothing():
    connection = ledger(income("2023-01-31", 100.0), income("2023-02-28", 200.0, ledger="另一本"))
    assert connection.execute("select disposable_yuan, known_until from income_all order by 1").fetchall() == [(100.0, EVER), (200.0, EVER)]


def test_two_bases_of_income_are_two_things():
    early = income("2023-01-31", 100.0)
    late = income("2023-02-28", 200.0)
    late[1][0]["basis"] = "村级上报"
    connection = ledger(early, late)
    current = connection.execute("select basis, disposable_yuan from income_all where known_until = ? order by 1", [EVER]).fetchall()
    assert current == [("农经报表", 100.0), ("村级上报", 200.0)]


def test_taking_a_batch_away_restores_what_it_superseded():
    before, after = ledger(income("2023-01-31", 100.0)), ledger(income("2023-01-31", 100.0), income("2023-02-28", 200.0))
    remove_batch(after, "income-2023-02-28")
    derive(after)
    for table in ("income_all", "area", "ledger_book"):
        assert after.execute(f"from {table} order by all").fetchall() == before.execute(f"from {table} order by all").fetchall()
    assert after.execute("select disposable_yuan from income_all").fetchall() == [(100.0,)]


def test_every_table_with_rows_of_batches_is_emptied_with_them():
    connection = empty_warehouse()
    holding = connection.execute("select distinct table_name from duckdb_columns() where column_name = 'batch_id'").fetchall()
    assert {row[0] for row in holding} == set(HOLDING)
    total = {key: CASE[key] for key in ("batch_id", "source_sheet", "data_class", "flags", "ledger", "content_hash", "town", "village")}
    insert(connection, "appeal_stat_record", [total | {"source_row": 2, "key_hash": 1, "month_on": "2023-01-01"}])
    remove_batch(connection, "b1")
    assert connection.execute("select count(*) from appeal_stat_record").fetchall() == [(0,)]


# -- places ------------------------------------------------------------------------------------------------------------

KNOWN = {
    "the village": (HERE, "麦田县/云禾镇/杼沟村", "麦田县/云禾镇/杼沟村", "麦田县/云禾镇"),
    "another spelling, no town": ({"village": "杼家沟村委会"}, "麦田县/云禾镇/杼沟村", "麦田县/云禾镇/杼沟村", "麦田县/云禾镇"),
    "a name of two towns, told apart": (
        {"town": "青禾", "village": "石桥"},
        "麦田县/青禾镇/石桥村",
        "麦田县/青禾镇/石桥村",
        "麦田县/青禾镇",
    ),
    "the town": ({"town": "云禾"}, "麦田县/云禾镇", None, "麦田县/云禾镇"),
    "a town not in the ledger": ({"county": "麦田", "town": "红河镇"}, "麦田县/红河镇", None, "麦田县/红河镇"),
    "a town of that name elsewhere": ({"county": "远山县", "town": "云禾镇"}, "远山县/云禾镇", None, "远山县/云禾镇"),
    "the county": ({"county": "麦田县"}, "麦田县", None, None),
    "a county not in the ledger": ({"county": "远山县"}, "远山县", None, None),
    "no place": ({}, "麦田县", None, None),
}
ALONE = {
    "a village": (HERE, "麦田县/云禾镇/杼沟村", "麦田县/云禾镇/杼沟村", "麦田县/云禾镇"),
    "a town": ({"county": "麦田县", "town": "云禾镇"}, "麦田县/云禾镇", None, "麦田县/云禾镇"),
    "a county": ({"county": "麦田县"}, "麦田县", None, None),
    "no place": ({}, "未分村", "未分村", None),
}


def place_of(connection):
    return connection.execute("select area_id, village, town from profile_all").fetchall()


@pytest.mark.parametrize("written, area_id, village, town", KNOWN.values(), ids=KNOWN)
def test_a_row_speaks_for_the_deepest_place_it_names(written, area_id, village, town):
    connection = ledger(batch_of("profile", "2023-01-31", [written]))
    assert place_of(connection) == [(area_id, village, town)]
    is_listed = area_id.startswith("麦田县") and "红河镇" not in area_id
    assert connection.execute("select is_confirmed, is_published from area where area_id = ?", [area_id]).fetchall() == [(is_listed, False)]


@pytest.mark.parametrize("written, area_id, village, town", ALONE.values(), ids=ALONE)
def test_without_an_area_ledger_places_come_from_the_rows(written, area_id, village, town):
    connection = draw(empty_warehouse(), batch_of("profile", "2023-01-31", [written]))
    assert place_of(connection) == [(area_id, village, town)]
    assert connection.execute("select bool_or(is_confirmed) from area").fetchall() == [(False,)]


def test_no_place_is_the_township_where_one_stands_above_all():
    connection = draw(empty_warehouse(), batch_of("profile", "2023-01-31", [{}, HERE | {"county": None}]))
    assert connection.execute("select area_id from profile_all order by 1").fetchall() == [("云禾镇",), ("云禾镇/杼沟村",)]


def test_an_unknown_village_is_kept_out_once_a_sheet_row():
    rows = [{"village": "月亮村", "item": item, "source_row": 2, "source_part": part} for part, item in enumerate(["路灯", "公厕"])]
    connection = ledger(batch_of("facility", "2023-01-31", [*rows, HERE, {"village": "石桥村"}]))
    assert connection.execute("select area_id from facility_all").fetchall() == [("麦田县/云禾镇/杼沟村",)]
    unplaced = connection.execute("select source_row, village, problem from case_unplaced order by 1").fetchall()
    assert unplaced == [
        (2, "月亮村", "村名「月亮村」不在地区台账中"),
        (5, "石桥村", "村名「石桥村」在地区台账中不止一处，缺少乡镇无法确定"),
    ]
    result = "select rows_read, rows_accepted, rows_rejected from batch_result where source = 'facility'"
    assert connection.execute(result).fetchall() == [(3, 1, 2)]


def test_rows_added_up_in_one_record_are_kept_out_with_it():
    connection = ledger(batch_of("industry", "2023-01-31", [{"village": "月亮村", "source_rows": 7}, HERE], rows_read=8, rows_accepted=8))
    result = "select rows_accepted, rows_rejected from batch_result where source = 'industry'"
    assert connection.execute(result).fetchall() == [(1, 7)]


def test_the_price_of_things_elsewhere_moves_no_case():
    """What speaks of a county alone must not unsettle where the township's own rows without a village go."""
    connection = empty_warehouse()
    insert(connection, "import_batch", [BATCH | {"rows_read": 2, "rows_accepted": 2, "records": 2, "rejected_cells": 0}])
    villages = ["柳沟村", None]
    insert(connection, "case_record", [case(place, village) for place, village in enumerate(villages)])
    draw(connection, batch_of("price_index", "2023-01-31", [{"county": "甘肃省", "period": "2022"}]))
    assert connection.execute("select village from case_all order by 1").fetchall() == [("云禾镇/未分村",), ("云禾镇/柳沟村",)]
    assert connection.execute("select area_id, village, town from price_index_all").fetchall() == [("甘肃省", None, None)]


def case(place, village, town="云禾镇"):
    named = {"village": village, "town": town if village else None, "received_at": "2022-03-01"}
    return CASE | {"source_row": place + 2, "key_hash": place, "case_id": f"A{place}"} | named


# -- published facts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("has_ledger", [True, False])
def test_a_published_village_stands_in_its_own_tree(has_ledger):
    connection = with_areas(empty_warehouse()) if has_ledger else empty_warehouse()
    ours = batch_of("profile", "2023-01-31", [HERE, {}], data_class="synthetic" if not has_ledger else "real")
    draw(connection, ours, batch_of("fact", None, [PUBLISHED], data_class="published"))
    village = "民勤县/苏武镇/橙槽村"
    assert connection.execute("select area_id, village, town from fact_all").fetchall() == [(village, village, "民勤县/苏武镇")]
    tree = connection.execute("select area_id, level, is_confirmed from area where is_published order by 1").fetchall()
    assert tree == [("民勤县", "县", True), ("民勤县/苏武镇", "镇", True), (village, "村", True)]
    assert connection.execute("select area_id from profile_all order by 1").fetchall() == [("麦田县",), ("麦田县/云禾镇/杼沟村",)]


def test_rows_that_name_no_place_cross_neither_way():
    published = batch_of("fact", None, [{}, PUBLISHED | {"fact_id": "F02"}], data_class="published")
    alone = draw(empty_warehouse(), published, batch_of("profile", "2023-01-31", [{}]))
    beside = ledger(published)
    assert alone.execute("select area_id from profile_all").fetchall() == [("未分村",)]
    assert beside.execute("select area_id from fact_all order by 1").fetchall() == [("未分村",), ("民勤县/苏武镇/橙槽村",)]


def test_neither_takes_the_others_village_for_its_own():
    rows = [{"county": "民勤县", "town": "苏武镇", "village": "杼沟村"}]
    connection = ledger(batch_of("fact", None, rows, data_class="published"), batch_of("profile", "2023-01-31", [{"village": "杼沟村"}]))
    assert connection.execute("select area_id from fact_all").fetchall() == [("民勤县/苏武镇/杼沟村",)]
    assert connection.execute("select area_id from profile_all").fetchall() == [("麦田县/云禾镇/杼沟村",)]


def test_a_case_of_a_published_village_is_no_case_of_the_township():
    connection = with_areas(empty_warehouse())
    insert(connection, "import_batch", [BATCH | {"rows_read": 2, "rows_accepted": 2, "records": 2, "rejected_cells": 0}])
    insert(connection, "case_record", [case(0, "橙槽村", None), case(1, None)])
    draw(connection, batch_of("fact", None, [PUBLISHED], data_class="published"))
    assert connection.execute("select village from case_unplaced").fetchall() == [("橙槽村",)]
    assert connection.execute("select village from case_all").fetchall() == [("麦田县/未分村",)]


def test_a_published_area_is_no_area_ledger():
    connection = empty_warehouse()
    area = {
        "batch_id": "b1",
        "source_sheet": "Sheet1",
        "source_row": 2,
        "flags": "",
        "ledger": "公开",
        "key_hash": 1,
        "content_hash": 0,
        "households": 299,
    }
    insert(
        connection,
        "import_batch",
        [BATCH | {"data_class": "published", "rows_read": 1, "rows_accepted": 1, "records": 1, "rejected_cells": 0}],
    )
    insert(connection, "area_record", [area | PUBLISHED | {"data_class": "published"}])
    draw(connection, batch_of("profile", "2023-01-31", [HERE], data_class="synthetic"))
    assert connection.execute("select area_id from profile_all").fetchall() == [("麦田县/云禾镇/杼沟村",)]
    assert connection.execute("select area_id from area where households = 299 and is_published").fetchall() == [("民勤县/苏武镇/橙槽村",)]


@pytest.mark.parametrize(
    "classes, failed", [(("synthetic", "published"), False), (("real", "published"), False), (("real", "synthetic"), True)]
)
def test_published_rows_stand_beside_either(classes, failed):
    connection = empty_warehouse()
    for name in classes:
        insert(connection, "import_batch", [BATCH | {"batch_id": name, "data_class": name, "records": 0, "rejected_cells": 0}])
    derive(connection)
    assert connection.execute(CHECKS).fetchall() == ([("synthetic and real rows in one snapshot",)] if failed else [])


# -- every ledger ------------------------------------------------------------------------------------------------------

HIDDEN = {"county"}
ADDED = {"area_id", "village", "town", "file_name", "cutoff_at", "known_from", "known_until"}


def columns(connection, relation):
    return [column[0] for column in connection.execute(f"from {relation} limit 0").description]


@pytest.mark.parametrize("name", LEDGERS)
def test_each_ledger_reads_back_from_a_snapshot(tmp_path, name):
    written = {"county": "麦田县"} if name == "price_index" else HERE
    with building(tmp_path) as draft:
        draw(draft.connection, batch_of(name, "2023-01-31", [written]))
        table = columns(draft.connection, f"{name}_record")
        shown = columns(draft.connection, f"{name}_all")
        draft.publish()
    assert set(shown) == set(table) - HIDDEN | ADDED
    assert len(shown) == len(set(shown))
    found = ask(tmp_path, f"select area_id, file_name, cutoff_at, known_until from {name}_all")
    assert found == [("麦田县" if name == "price_index" else "麦田县/云禾镇/杼沟村", f"{name}2023-01-31.xlsx", datetime(2023, 2, 1), EVER)]


def test_the_book_says_who_reported_up_to_when():
    days = {"period_start_on": "2021-01-01", "period_end_on": "2021-12-31"}
    later = {"period_start_on": "2022-01-01", "period_end_on": "2022-12-31"}
    early = batch_of("profile", "2022-01-31", [HERE | days | {"period": "2021"}, {"town": "云禾镇", "period": "2021"} | days])
    late = batch_of("profile", "2023-01-31", [HERE | days | {"period": "2021"}, HERE | later | {"period": "2022"}])
    held = batch_of("activity", "2023-01-31", [HERE | {"kind": "党课", "held_on": "2023-01-05"}])
    book = ledger(early, late, held).execute("from ledger_book order by source, area_id").fetchall()
    village = "麦田县/云禾镇/杼沟村"
    assert book == [
        ("activity", "activity", village, village, date(2023, 1, 5), date(2023, 1, 31), 1),
        ("profile", "profile", None, "麦田县/云禾镇", date(2021, 1, 1), date(2022, 1, 31), 1),
        ("profile", "profile", village, village, date(2021, 1, 1), date(2023, 1, 31), 2),
    ]


# -- batches and reference ---------------------------------------------------------------------------------------------


def test_the_number_of_records_must_be_what_the_batch_says():
    connection = ledger(
        batch_of("facility", "2023-01-31", [HERE | {"item": "路灯", "source_row": 2}, HERE | {"item": "公厕", "source_row": 2}])
    )
    connection.execute("update import_batch set records = 1 where source = 'facility'")
    assert connection.execute(CHECKS).fetchall() == [("batch facility-2023-01-31 holds 2 rows, not 1",)]


def test_a_batch_of_an_older_snapshot_had_a_record_for_each_row():
    connection = empty_warehouse()
    older = SCHEMA[: SCHEMA.index("    records           bigint")] + "    check (true)\n);"
    connection.execute("drop table import_batch")
    connection.execute(older)
    said = {key: value for key, value in BATCH.items() if key not in ("records", "rejected_cells")}
    insert(connection, "import_batch", [said | {"rows_read": 1, "rows_accepted": 1}])
    insert(connection, "case_record", [case(0, "柳沟村")])
    bring_up_to_date(connection, SCHEMA)
    assert connection.execute("select records from import_batch").fetchall() == [(None,)]
    derive(connection)
    assert connection.execute(CHECKS).fetchall() == []


def test_what_a_branch_is_due_to_do(tmp_path):
    connection = empty_warehouse()
    for _ in range(2):
        load_reference(connection, tmp_path)
    rules = connection.execute("select kind, months, per from activity_rule where is_in_force").fetchall()
    assert {kind: (12 // months, per) for kind, months, per in rules} == {
        "支部党员大会": (4, "branch"), "支委会": (12, "branch"), "党小组会": (12, "party_group"), "党课": (4, "branch"),
        "主题党日": (12, "branch"), "组织生活会": (1, "branch"), "民主评议": (1, "branch"),
    }  # fmt: skip
    said = connection.execute("select label, basis from activity_rule where kind = '党课'").fetchall()[0]
    assert all("示例" in text for text in said)
    assert connection.execute("select count(*) from activity_rule where label = '' or basis = ''").fetchall() == [(0,)]
