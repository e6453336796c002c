"""A small town drawn row by row, for numbers that can be worked out by hand: March 2022, two villages, thirty appeals and twelve disputes."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from reports.brief import INTERNAL
from reports.material import Decided, Material, material
from reports.span import span
from tests.indicators.warehouses import BATCH, CASE, derive, empty_warehouse, insert

LIU, DONG = "柳沟村", "东湾村"
HASHED = "H0123456789abcdef"
APPEALS = ["received_at", "due_at", "closed_at", "resolved", "satisfaction", "status", "handler_unit"]
DISPUTES = ["received_at", "accepted_at", "started_at", "due_at", "closed_at", "outcome", "handled_level", "status", "handler_unit"]
WATER, CIVIL = "镇水务站", "镇民政办"
FILE = "工单导出13912345678.xlsx"  # a phone in the name of a file


def appeals() -> list[dict]:
    """Twenty-four closed in time, eighteen of them about water; six overdue and open: four with the water station, one with 民政办, one with nobody.

    Of 30 that fell due 24 were closed in time: 80.0 %.
    """
    closed = [
        {
            "village": LIU if place < 16 else DONG, "category_1": "饮水用电" if place < 18 else "惠农补贴", "handler_unit": WATER if place < 18 else CIVIL,
            "received_at": "2022-03-02 09:00:00", "due_at": "2022-03-09 23:59:59", "closed_at": "2022-03-05 10:00:00", "status": "closed",
            "resolved": "解决", "satisfaction": "满意",
        }
        for place in range(24)
    ]  # fmt: skip
    late = [
        {
            "village": village, "category_1": kind, "handler_unit": unit, "received_at": f"2022-03-{day:02d} 09:00:00",
            "due_at": f"2022-03-{day + 7:02d} 23:59:59", "status": "open", **more,
        }
        for village, kind, unit, day, more in (
            (LIU, "饮水用电", WATER, 1, {"case_id": "W-OLDEST"}), (LIU, "饮水用电", WATER, 2, {"case_id": HASHED}), (LIU, "饮水用电", WATER, 3, {}),
            (DONG, "饮水用电", WATER, 4, {}), (DONG, "惠农补贴", CIVIL, 5, {}), (DONG, "惠农补贴", None, 6, {}),
        )
    ]  # fmt: skip
    return [*closed, *late]


def disputes() -> list[dict]:
    """Ten concluded in time, nine of them with success (six in the village, three in the town); two open, one of them overdue.

    By concluded 9/10, by handled and by accepted 9/12; of 11 that fell due 10 were in time.
    """
    common = {"batch_id": "b2", "ledger_kind": "dispute", "ledger": "矛盾纠纷", "appeal_kind": None, "received_at": "2022-03-01 00:00:00", "accepted_at": "2022-03-01 00:00:00", "started_at": "2022-03-02 00:00:00"}  # fmt: skip
    ended = [
        {
            **common, "village": LIU if place < 7 else DONG, "category_1": "邻里" if place < 7 else "婚姻家庭", "due_at": "2022-03-25 23:59:59",
            "closed_at": "2022-03-20 00:00:00", "status": "closed", "outcome": "成功" if place < 9 else "不成",
            "handled_level": "村" if place < 6 else "镇", "handler_unit": f"{LIU if place < 7 else DONG}人民调解委员会",
        }
        for place in range(10)
    ]  # fmt: skip
    under_way = [
        {**common, "village": LIU, "category_1": "邻里", "due_at": "2022-03-15 23:59:59", "status": "open", "outcome": "在调", "handler_unit": f"{LIU}调委会", "case_id": "J-LATE"},
        {**common, "village": DONG, "category_1": "邻里", "due_at": "2022-04-20 23:59:59", "status": "open", "outcome": "在调", "handler_unit": f"{DONG}调委会"},
    ]  # fmt: skip
    return [*ended, *under_way]


def warehouse(cases: Sequence[dict], with_areas: bool = True):
    """A derived warehouse of drawn cases and the area ledger of two villages."""
    connection = empty_warehouse()
    batches = [
        {"file_name": FILE, "columns_present": APPEALS},
        {"batch_id": "b2", "file_name": "纠纷台账.xlsx", "file_sha256": "1" * 64, "source": "dispute", "ledger": "矛盾纠纷", "columns_present": DISPUTES},
        {"batch_id": "b3", "file_name": "地区台账.xlsx", "file_sha256": "2" * 64, "source": "area", "ledger": "村情", "columns_present": ["town", "village"]},
    ]  # fmt: skip
    insert(connection, "import_batch", [BATCH | batch for batch in batches])
    filled = [CASE | {"source_row": place + 2, "key_hash": place, "case_id": f"A{place:03}"} | case for place, case in enumerate(cases)]
    insert(connection, "case_record", filled)
    if with_areas:
        insert(connection, "area_record", [_area(place, village) for place, village in enumerate((None, LIU, DONG))])
    return derive(connection)


def _area(place: int, village: str | None) -> dict:
    return {
        "batch_id": "b3", "source_sheet": "Sheet1", "source_row": place + 2, "data_class": "real", "flags": "", "ledger": "村情", "key_hash": 900 + place,
        "content_hash": 0, "town": "云禾镇", "village": village, "households": 100, "residents": 400,
    }  # fmt: skip


@cache
def town():
    """The warehouse of the whole town."""
    return warehouse([*appeals(), *disputes()])


def held(
    connection=None, period: str = "2022-03", *, edition: str = INTERNAL, area: str | None = None, decided: Sequence[Decided] = (), aims=()
) -> Material:
    """What a brief of the town is made from."""
    return material(connection or town(), area, span(period), edition=edition, decided=decided, aims=aims)


LATE = Decided(meeting=date(2022, 2, 25), text="修好三社水管", unit=WATER, due=date(2022, 3, 15), is_done=False)
DONE = Decided(meeting=date(2022, 2, 25), text="公示补贴", unit=CIVIL, due=date(2022, 3, 10), is_done=True)
