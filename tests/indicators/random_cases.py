"""A random small warehouse that has everything at once: two ledgers (one without closing times), extensions, exclusions, default deadlines."""

from datetime import date, datetime, time, timedelta
from random import Random

from tests.indicators.warehouses import BATCH, CASE, FIVE_DAYS, derive, empty_warehouse, insert, insert_rules

VILLAGES = ("柳沟村", "东湾村", "西坪村", None)
CHANNELS = ("12345", "码上办", None)
KINDS = ("咨询", "求助", "投诉", "表扬", None)
END_OF_DAY = timedelta(days=1) - timedelta(microseconds=1)
PRESENT = BATCH["columns_present"]


def _day(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)


def _case(random: Random, place: int) -> dict:
    is_day = random.random() < 0.3
    received = datetime(2022, 1, 1) + timedelta(minutes=random.randrange(90 * 24 * 60))
    received = _day(received) if is_day else received
    closed = received + timedelta(minutes=random.randrange(25 * 24 * 60)) if random.random() < 0.75 else None
    closed = closed and (_day(closed) if is_day else closed)
    due = _day(received) + timedelta(days=random.randrange(1, 15)) + END_OF_DAY if random.random() < 0.8 else None
    has_extension = random.random() < 0.2
    is_seen = closed is not None and closed < datetime(2022, 4, 1)
    return CASE | {
        "batch_id": "b1",
        "source_row": place + 2,
        "key_hash": place,
        "case_id": f"A{place:04}",
        "village": random.choice(VILLAGES),
        "source_channel": random.choice(CHANNELS),
        "appeal_kind": random.choice(KINDS),
        "received_at": received,
        "received_is_day": is_day,
        "closed_is_day": is_day,
        "due_at": due,
        "ext_due_at": due + timedelta(days=5) if due and has_extension else None,
        "is_ext_approved": random.choice((True, False, None)) if has_extension else None,
        "closed_at": closed if is_seen else None,
        "status": "closed" if is_seen or random.random() < 0.05 else random.choice(("open", "open_hold", "new")),
        "exclude_reason": random.choice(("退回成功", "并单")) if random.random() < 0.08 else None,
        "resolved": random.choice(("解决", "部分解决", "未解决", "不适用", "未核", None)) if is_seen else None,
        "satisfaction": random.choice(("非常满意", "满意", "一般", "不满意", "未评价", None)) if is_seen else None,
        "redo_count": random.choice((None, 0, 1, 2)),
    }


def _without_closing(random: Random, case: dict) -> dict:
    flag = random.choice((True, True, False, None))
    return case | {"batch_id": "b2", "ledger": "热线", "village": "柳沟村", "closed_at": None, "is_on_time_reported": flag}


def _as_known(case: dict, last_day: date) -> dict:
    """What a file exported at the end of that day would have said of the case."""
    after = datetime.combine(last_day + timedelta(days=1), time())
    if case["closed_at"] is None or case["closed_at"] < after:
        return case
    return case | {"closed_at": None, "status": "open", "resolved": None, "satisfaction": None}


def random_warehouse(seed: int, cases: int = 240, last_day: date = date(2022, 3, 31)):
    """A derived warehouse of random cases of the first quarter of 2022, as known at the end of a day."""
    random = Random(seed)  # noqa: S311 not a secret
    drawn = [_case(random, place) for place in range(cases)]
    drawn = [_without_closing(random, case) if place % 6 == 0 else case for place, case in enumerate(drawn)]
    drawn = [_as_known(case, last_day) for case in drawn if case["received_at"].date() <= last_day]
    reported = [*(column for column in PRESENT if column != "closed_at"), "is_on_time_reported"]
    batch = BATCH | {"cutoff_on": last_day}
    connection = empty_warehouse()
    insert(
        connection,
        "import_batch",
        [batch, batch | {"batch_id": "b2", "file_sha256": "1" * 64, "ledger": "热线", "columns_present": reported}],
    )
    insert_rules(connection, [FIVE_DAYS])
    insert(connection, "case_record", drawn)
    return derive(connection)
