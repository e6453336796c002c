"""Matters that reach the township twice: through another channel while the first is still open, or again after it was closed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from etl.sample.case import Case
from etl.sample.chance import between
from etl.sample.words import vocabulary

SEED = 20231102
OTHER = {"hotline": "scan", "scan": "hotline"}
TWICE, AGAIN = 0.03, 0.02  # of the cases of these channels
DAYS_BETWEEN = (2, 40)


def with_matters(cases: Sequence[Case], handle: Callable[[Random, Case], Case]) -> tuple[Case, ...]:
    """The cases and those that repeat them, in the order of receipt; `handle` gives a case that comes again its own course."""
    chance, found, number = Random(SEED), [], len(cases)
    for case in cases:
        draw = chance.random()
        repeat = None
        if _is_plain(case) and draw < TWICE:
            repeat = _elsewhere(chance, case, number + 1)
        elif _is_plain(case) and draw < TWICE + AGAIN:
            repeat = _again(chance, case, number + 1, handle)
        number += repeat is not None
        found += [replace(case, matter_id=_matter(case)), repeat] if repeat else [case]
    return tuple(sorted(found, key=lambda case: case.received_at))


def _is_plain(case: Case) -> bool:
    """Cases with a village and an uneventful course: no exclusion, no second closing."""
    return case.channel in OTHER and bool(case.village) and not case.excluded and case.first_closed_at is None


def _matter(case: Case) -> str:
    return f"SX{case.received_at:%y%m}{case.number:05d}"


def _elsewhere(chance: Random, case: Case, number: int) -> Case | None:
    """The same matter registered in the other channel while the first is open, closed with it; None where it closed too soon."""
    channel, later = OTHER[case.channel], timedelta(hours=between(chance, 2, 30))
    end = vocabulary()["last_day"]
    received = (case.received_at + later).replace(second=0)
    if (case.closed_at and case.closed_at <= received + timedelta(hours=3)) or received.date() > end:
        return None
    moments = {name: (getattr(case, name) + later).replace(second=0) for name in ("dispatched_at", "signed_at", "contacted_at")}
    closed_at = case.closed_at and case.closed_at.replace(second=0)
    moments = {name: min(moment, closed_at) if closed_at else moment for name, moment in moments.items()}
    return replace(
        case, number=number, case_id=_case_id(channel, received, number), channel=channel, received_at=received, closed_at=closed_at,
        due_at=datetime.combine(case.due_at.date() + timedelta(days=2), time(18) if channel == "scan" else time.max), ext_asked_at=None, ext_due_at=None, is_ext_approved=None, revisited_at=None, opinion=None,
        matter_id=_matter(case), merged_into=case.case_id, **moments,
    )  # fmt: skip


def _again(chance: Random, case: Case, number: int, handle: Callable[[Random, Case], Case]) -> Case | None:
    """The same matter some weeks after it was closed, handled anew; None where that lies beyond the period."""
    if case.closed_at is None:
        return None
    later = timedelta(days=(case.closed_at.date() - case.received_at.date()).days + between(chance, *DAYS_BETWEEN))
    received = case.received_at + later
    if received.date() > vocabulary()["last_day"]:
        return None
    shifted = {name: (getattr(case, name) + later) for name in ("dispatched_at", "signed_at", "contacted_at", "due_at")}
    emptied = dict.fromkeys(("ext_asked_at", "ext_due_at", "is_ext_approved", "closed_at", "resolved", "revisited_at", "opinion"))
    opened = replace(
        case, number=number, case_id=_case_id(case.channel, received, number), received_at=received, is_stuck=False, matter_id=_matter(case),
        is_again=True, **shifted, **emptied,
    )  # fmt: skip
    return handle(chance, opened)


def _case_id(channel: str, received: datetime, number: int) -> str:
    """Beyond the running numbers of the channel and month."""
    return f"{vocabulary()['channels'][channel]['prefix']}{received:%Y%m}9{number:05d}"
