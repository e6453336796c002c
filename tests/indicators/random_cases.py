"""A random small warehouse that has everything at once: appeals of three ledgers (one without closing times), petitions, disputes, monthly totals."""

from datetime import date, datetime, time, timedelta
from random import Random

from tests.indicators.warehouses import BATCH, CASE, FIVE_DAYS, derive, empty_warehouse, insert, insert_rules

VILLAGES = ("柳沟村", "东湾村", "西坪村", None)
CHANNELS = ("12345", "码上办", "信访转办", None)
KINDS = ("咨询", "求助", "投诉", "表扬", None)
LEVELS = ("网格", "社", "村", "镇", "县及以上", "司法", None)
END_OF_DAY = timedelta(days=1) - timedelta(microseconds=1)
PRESENT = [
    "received_at", "closed_at", "due_at", "resolved", "satisfaction", "status", "source_channel", "dispatched_at", "signed_at",
    "first_contact_at", "is_ext_approved", "ext_approved_at", "first_closed_at", "reopened_at", "excluded_at", "is_revisited", "revisited_at",
    "redo_count", "is_repeat", "matter_id", "handled_level", "notified_at", "outcome", "started_at", "accepted_at", "agreement_form",
    "perform_due_at", "performance", "performed_at", "confirmed_at", "is_recurred", "recurred_at",
]  # fmt: skip
RULES = [
    FIVE_DAYS,
    FIVE_DAYS | {"rule": "petition", "source_channel": "信访转办", "amount": 20, "unit": "calendar"},
    FIVE_DAYS | {"rule": "more", "measure": "extend_max", "source_channel": "信访转办", "amount": 10, "unit": "calendar"},
    FIVE_DAYS | {"rule": "told", "measure": "notify", "source_channel": "信访转办", "amount": 7, "unit": "calendar"},
    FIVE_DAYS | {"rule": "sign", "measure": "sign", "amount": 2, "unit": "hour", "starts_from": "dispatched_at"},
    FIVE_DAYS | {"rule": "respond", "measure": "respond", "amount": 24, "unit": "hour", "starts_from": "dispatched_at"},
    FIVE_DAYS | {"rule": "soon", "measure": "due_soon", "amount": 3},
    FIVE_DAYS | {"rule": "mediate", "ledger_kind": "dispute", "amount": 20, "unit": "calendar", "starts_from": "accepted_at"},
    FIVE_DAYS | {"rule": "dispute soon", "ledger_kind": "dispute", "measure": "due_soon", "amount": 3},
]


def _day(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)


def _later(random: Random, moment: datetime | None, hours: int, share: float = 1.0) -> datetime | None:
    """Up to so many hours later, in a share of the cases."""
    return moment + timedelta(minutes=random.randrange(1, hours * 60)) if moment and random.random() < share else None


def _case(random: Random, place: int) -> dict:
    is_day = random.random() < 0.3
    received = datetime(2022, 1, 1) + timedelta(minutes=random.randrange(90 * 24 * 60))
    received = _day(received) if is_day else received
    closed = _later(random, received, 25 * 24, 0.75)
    closed = closed and (_day(closed) if is_day else closed)
    return CASE | {
        "batch_id": "b1",
        "source_row": place + 2,
        "key_hash": place,
        "case_id": f"A{place:04}",
        "village": random.choice(VILLAGES),
        "received_at": received,
        "received_is_day": is_day,
        "closed_is_day": is_day,
        "closed_at": closed,
        "due_at": _day(received) + timedelta(days=random.randrange(1, 15)) + END_OF_DAY if random.random() < 0.8 else None,
        "status": "closed" if closed or random.random() < 0.05 else random.choice(("open", "open_hold", "new")),
        "handled_level": random.choice(LEVELS) if closed else None,
        "category_1": random.choice(("邻里", "其他", None)),
    }


def _appeal(random: Random, place: int) -> dict:
    case = _case(random, place)
    received, closed, due = case["received_at"], case["closed_at"], case["due_at"]
    dispatched = _later(random, received, 6, 0.9)
    has_extension = due is not None and random.random() < 0.2
    is_excluded = random.random() < 0.1
    is_reopened = closed is not None and random.random() < 0.1
    revisited = _later(random, closed, 200, 0.6)
    return case | {
        "source_channel": random.choice(CHANNELS),
        "appeal_kind": random.choice(KINDS),
        "matter_key": f"道路/{random.randrange(90)}" if random.random() < 0.3 else None,
        "dispatched_at": dispatched,
        "signed_at": _later(random, dispatched, 4, 0.9),
        "first_contact_at": _later(random, dispatched, 40, 0.9),
        "is_reply_wanted": random.choice((True, False, None)),
        "notified_at": _later(random, received, 12 * 24, 0.8),
        "ext_due_at": due + timedelta(days=5) if has_extension else None,
        "is_ext_approved": random.choice((True, False)) if has_extension else None,
        "ext_approved_at": _later(random, received, 72) if has_extension else None,
        "first_closed_at": received + (closed - received) / 3 if is_reopened else None,
        "reopened_at": received + (closed - received) / 2 if is_reopened else None,
        "redo_count": int(is_reopened),
        "exclude_reason": random.choice(("退回成功", "并单", "撤诉")) if is_excluded else None,
        "excluded_at": _later(random, received, 100) if is_excluded else None,
        "resolved": random.choice(("解决", "部分解决", "未解决", "不适用", "未核", None)) if closed else None,
        "is_revisited": revisited is not None,
        "revisited_at": revisited,
        "satisfaction": random.choice(("非常满意", "满意", "一般", "不满意", "未评价", None)) if revisited else None,
        "is_repeat": random.random() < 0.1,
    }


def _dispute(random: Random, place: int) -> dict:
    case = _case(random, place)
    received, closed = case["received_at"], case["closed_at"]
    outcome = random.choice(("成功", "成功", "成功", "不成", "诉讼", "移送上级")) if closed else None
    performed = _later(random, closed, 500, 0.6) if outcome == "成功" else None
    recurred = _later(random, closed, 500, 0.1) if outcome == "成功" else None
    return case | {
        "batch_id": "b3",
        "ledger_kind": "dispute",
        "ledger": "矛盾纠纷",
        "appeal_kind": None,
        "entry_mode": random.choice(("主动调解", None)),
        "accepted_at": _later(random, received, 20, 0.8),
        "started_at": received + (closed - received) / 2 if closed else _later(random, received, 200, 0.5),
        "outcome": outcome,
        "agreement_form": random.choice(("书面", "口头")) if outcome == "成功" else None,
        "perform_due_at": _day(closed) + timedelta(days=10) + END_OF_DAY if outcome == "成功" else None,
        "performance": "已履行" if performed else None,
        "performed_at": performed,
        "confirmed_at": _later(random, closed, 300, 0.2) if outcome == "成功" else None,
        "is_recurred": recurred is not None,
        "recurred_at": recurred,
    }


def _without_closing(random: Random, case: dict) -> dict:
    flag = random.choice((True, True, False, None))
    gone = dict.fromkeys(("closed_at", "first_closed_at", "reopened_at", "excluded_at", "exclude_reason", "revisited_at", "is_revisited"))
    return (
        case
        | gone
        | {"batch_id": "b2", "ledger": "热线", "village": "柳沟村", "is_on_time_reported": flag, "resolved": None, "satisfaction": None}
    )


NOT_YET = {
    "closed_at": ("status", "resolved", "handled_level", "outcome", "agreement_form", "perform_due_at"),
    "revisited_at": ("satisfaction",),
    "excluded_at": ("exclude_reason",),
    "ext_approved_at": ("is_ext_approved", "ext_due_at"),
    "performed_at": ("performance",),
}
MOMENTS = ("dispatched_at", "signed_at", "first_contact_at", "notified_at", "accepted_at", "started_at", "confirmed_at", "recurred_at")


def _as_known(case: dict, last_day: date) -> dict:
    """What a file exported at the end of that day would have said of the case."""
    after = datetime.combine(last_day + timedelta(days=1), time())
    known = dict(case)
    for moment, told in NOT_YET.items():
        if known.get(moment) and known[moment] >= after:
            known |= dict.fromkeys((moment, *told))
    known |= {moment: None for moment in MOMENTS if known.get(moment) and known[moment] >= after}
    known["is_revisited"], known["is_recurred"] = known.get("revisited_at") is not None, known.get("recurred_at") is not None
    return _status(case, known, after)


def _status(case: dict, known: dict, after: datetime) -> dict:
    """The status goes with the closing; of a case that was opened again, by what had happened then."""
    if case["closed_at"] and not known["closed_at"]:
        known["status"] = "open"
        first, again = case.get("first_closed_at"), case.get("reopened_at")
        if first and again < after:
            known |= {"status": "redo", "closed_at": first, "first_closed_at": None}
        elif first and first < after:
            known |= {"status": "closed", "closed_at": first, "first_closed_at": None, "reopened_at": None, "redo_count": 0}
        else:
            known |= {"first_closed_at": None, "reopened_at": None, "redo_count": 0}
    return known


def _rows(random: Random, cases: int) -> list[dict]:
    appeals = [_appeal(random, place) for place in range(cases)]
    appeals = [_without_closing(random, case) if place % 6 == 0 else case for place, case in enumerate(appeals)]
    return appeals + [_dispute(random, cases + place) for place in range(cases // 3)]


def _totals(random: Random) -> list[dict]:
    common = {key: CASE[key] for key in ("source_sheet", "data_class", "flags", "content_hash", "town")}
    counts = [
        {"received_count": random.randrange(40), "due_count": random.choice((None, 30)), "on_time_count": random.randrange(30)}
        for _ in range(6)
    ]
    return [
        common | count | {"batch_id": "b4", "ledger": "月报", "source_row": place + 2, "key_hash": place, "month_on": date(2021, 7 + place, 1), "village": "柳沟村"}
        for place, count in enumerate(counts)
    ]  # fmt: skip


def random_warehouse(seed: int, cases: int = 240, last_day: date = date(2022, 3, 31)):
    """A derived warehouse of random cases of the first quarter of 2022, as known at the end of a day."""
    random = Random(seed)  # noqa: S311 not a secret
    drawn = _rows(random, cases)
    drawn = [_as_known(case, last_day) for case in drawn if case["received_at"].date() <= last_day]
    reported = [*(column for column in PRESENT if column not in ("closed_at", "revisited_at")), "is_on_time_reported"]
    batch = BATCH | {"cutoff_on": last_day, "columns_present": PRESENT}
    others = [
        {"batch_id": "b2", "file_sha256": "1" * 64, "ledger": "热线", "columns_present": reported},
        {"batch_id": "b3", "file_sha256": "2" * 64, "ledger": "矛盾纠纷", "source": "dispute"},
        {"batch_id": "b4", "file_sha256": "3" * 64, "ledger": "月报", "source": "appeal_stat", "cutoff_on": date(2021, 12, 31)},
    ]
    connection = empty_warehouse()
    insert(connection, "import_batch", [batch, *(batch | other for other in others)])
    insert_rules(connection, RULES)
    insert(connection, "case_record", drawn)
    insert(connection, "appeal_stat_record", _totals(random))
    return derive(connection)
