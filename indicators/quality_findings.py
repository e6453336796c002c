"""Numbers that ask to be looked at: each check with how many of how many, what an even course or coincidence would give, and the rows.

A check speaks of records of the organisation, never of who handled them. How seldom chance gives so many is the exact tail of the binomial
distribution (binomial.py). Where the chances differ between rows (a month of 18 working days, one of 23) their mean stands for all of them,
which makes the tail longer, never shorter: W. Hoeffding, "On the distribution of the number of successes in independent trials", Annals of
Mathematical Statistics 27 (1956) 713-721.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indicators.binomial import inside
from indicators.cohort import fetch
from indicators.quality import Rule, load_rules
from indicators.quality_reported import query

FEW, WITHIN, BEYOND = "few", "within", "beyond"
TEXTS = {
    "month_end": "closings", "within_minutes": "closings", "extension": "extensions", "approved_after": "extensions", "rounded": "rounded",
    "two_channels": "twins",
}  # fmt: skip
UNJUDGED = {"within_minutes": "only_days", "rounded": "every_amount"}
CHECKS = ("month_end", "within_minutes", "extension", "rounded", "two_channels")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """So many of so many rows of a ledger and channel; `expected` is how many an even course would give, `most` what chance leaves room for."""

    source: str = ""
    ledger: str = ""
    channel: str | None = None
    count: int
    size: int
    expected: float
    most: int | None = None
    verdict: str = FEW

    @property
    def key(self) -> str:
        """What tells ledger and channel from all others."""
        return "/".join(filter(None, (self.ledger, self.channel)))


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A check in a range: all rows together, each ledger and channel, and how many rows could not be judged."""

    rule: Rule
    whole: Tally
    parts: tuple[Tally, ...]
    unjudged: int = 0

    @property
    def is_beyond(self) -> bool:
        """Whether all together or any of the parts asks to be looked at."""
        return BEYOND in {one.verdict for one in (self.whole, *self.parts)}


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which rows: an area (None: all) and the days from start to end, both included."""

    area: str | None
    start: date
    end: date

    def values(self) -> dict[str, object]:
        """The values that the queries are given, with the thresholds of the rules."""
        rules = load_rules()
        thresholds = {
            "last_days": rules["month_end"].last_days, "minutes": rules["within_minutes"].minutes, "days": rules["two_channels"].days,
            "shift_days": rules["two_channels"].shift_days, "multiple_yuan": rules["rounded"].multiple_yuan, "least_yuan": rules["rounded"].least_yuan,
        }  # fmt: skip
        start, end = (datetime.combine(day, datetime.min.time()) for day in (self.start, self.end + timedelta(days=1)))
        return {"area": self.area, "start_at": start, "end_at": end, **thresholds}


def checked(connection, check: str, span: Span) -> Checked:
    """A check over the rows of a span. Raises KeyError for a check that there is none of."""
    rule, tallies = load_rules()[check], _tallies(connection, check, span)
    whole = Tally(
        count=sum(one.count for one in tallies), size=sum(one.size for one in tallies), expected=sum(one.expected for one in tallies)
    )
    return Checked(
        rule=rule,
        whole=judged(rule, whole),
        parts=tuple(judged(rule, one) for one in tallies),
        unjudged=_unjudged(connection, check, span, whole),
    )


def approved_after(connection, span: Span) -> Tally:
    """Of the extensions that say when they were approved, those approved only after the deadline had passed."""
    tallies = _tallies(connection, "approved_after", span)
    return Tally(count=sum(one.count for one in tallies), size=sum(one.size for one in tallies), expected=0)


def places(connection, check: str, span: Span) -> list[tuple[str, Tally]]:
    """The places whose own rows ask to be looked at, the most first; with so many places judged the tail is shared out among them."""
    rows = _wanted(connection, check, "places", span)
    rule = load_rules()[check]
    found = [(area_id, Tally(count=count, size=size, expected=float(expected))) for area_id, count, size, expected in rows]
    return [(area_id, one) for area_id, one in found if one.count > 1 and one.count > _most(one, rule.tail / len(found))]


def judged(rule: Rule, tally: Tally) -> Tally:
    """The tally with its verdict: too few rows, within what was to be expected, or beyond it."""
    if tally.size < rule.least:
        return tally
    if rule.points:
        return _with(tally, None, 100 * tally.count >= rule.points * tally.size)
    if not rule.tail:
        return _with(tally, None, tally.count > rule.ratio * tally.size)
    most = _most_of_windows(tally, rule.tail) if rule.shift_days else _most(tally, rule.tail)
    return _with(tally, most, tally.count > most and tally.count >= rule.ratio * tally.expected)


def _with(tally: Tally, most: int | None, is_beyond: bool) -> Tally:
    return Tally(**{**tally.__dict__, "most": most, "verdict": BEYOND if is_beyond else WITHIN})


def _most(tally: Tally, tail: float) -> int:
    """The most rows that chance gives but in a share `tail` of times."""
    return inside(tally.size, min(1.0, tally.expected / tally.size), 0.0, (tail,))[0][1]


def _most_of_windows(tally: Tally, tail: float) -> int:
    """The same where the expectation is itself a count, of two shifted windows: of what lies in the three, a third lies in each."""
    total = tally.count + round(2 * tally.expected)
    return inside(total, 1 / 3, 0.0, (tail,))[0][1] if total else 0


def _tallies(connection, check: str, span: Span) -> list[Tally]:
    rows = _wanted(connection, check, "group", span)
    return [
        Tally(source=source, ledger=ledger, channel=channel, count=count, size=size, expected=float(expected))
        for source, ledger, channel, count, size, expected in rows
    ]


def _unjudged(connection, check: str, span: Span, whole: Tally) -> int:
    if check not in UNJUDGED:
        return 0
    rows = _wanted(connection, UNJUDGED[check], "group", span, TEXTS[check])
    return sum(size for *_, size, _ in rows) - whole.size


def flagged(connection, check: str, span: Span, group: str | None = None, limit: int | None = None) -> tuple[list[str], list[tuple]]:
    """Column names and rows that a check counted, of one ledger and channel (Tally.key) or of all: as many as its count says."""
    sql = query(TEXTS[check]).replace("{wanted}", query("flagged").replace("{check}", check))
    return fetch(connection, sql if limit is None else f"{sql} limit {int(limit)}", span.values() | {"group": group})


def _wanted(connection, check: str, ending: str, span: Span, text: str | None = None) -> Sequence[tuple]:
    sql = query(text or TEXTS[check]).replace("{wanted}", query(ending).replace("{check}", check))
    return fetch(connection, sql, span.values())[1]
