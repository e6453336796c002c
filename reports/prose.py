"""Sentences of a brief that a person put otherwise: what in them the data do not bear out is pointed out, never put right in silence.

A figure is looked up by what stands before it: where the data's sentence says the same of another number, that is told. A figure that was
added must be one that the section holds, as printed; a place named with it must be in its row. What was read wrongly costs a look, nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reports.brief import Brief, Finding, Section
from reports.prose_claims import unfounded
from reports.prose_known import Known, known
from reports.prose_numbers import COUNT, FRACTION, PERCENT, POINTS, Day, Figure, codes, days, figures

EARLIEST, LATEST = 1950, 2100
DIFFERENCES = ("多", "少", "高", "低", "增加", "减少", "差", "相差", "增", "减")
LEAST_LABEL = 2  # characters by which two labels are taken for the same


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A finding (its key) as a person put it, in which edition, and what the data said then (`original`)."""

    key: str
    text: str
    by: str
    edition: str
    original: str


def mismatches(text: str, original: str, section: Section | None = None) -> tuple[str, ...]:
    """What in an edited sentence the data do not bear out, a Chinese sentence each without its stop: numbers, days, codes, claims, bare rates.

    `original` is what the data say, `section` the one that the finding stands in.
    """
    if text.strip() == original.strip():
        return ()
    held = known(section)
    return tuple(
        dict.fromkeys(
            [
                *_numbers(text, original, held),
                *_days(text, original, held),
                *_codes(text, original, held),
                *_bare_rates(text, original),
                *unfounded(text, original, held),
            ]
        )
    )


def with_edits(brief: Brief, edits: Iterable[Edited]) -> Brief:
    """The brief with the sentences of people's own in it, in the summary as in the text, each with what in it the data do not bear out.

    One that was written in another edition stands only where the data's sentence is the same in both: what an edition keeps back is not in it.
    """
    homes = {one.key: part for part in brief.parts for one in part.findings}
    whole = Section(
        key="", title="", findings=tuple(brief.findings()), charts=tuple(brief.charts()), tables=tuple(brief.tables())
    )  # of what stands in the summary only
    by_key = {one.key: one for one in sorted(edits, key=lambda one: one.edition == brief.edition)}

    def put(finding: Finding) -> Finding:
        one = by_key.get(finding.key)
        if one is None or finding.is_edited or (one.edition != brief.edition and one.original != finding.text):
            return finding
        found = mismatches(one.text, finding.text, homes.get(finding.key, whole))
        return replace(finding, text=one.text, edited_by=one.by, original=finding.text, mismatches=found)

    def done(parts: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(replace(part, findings=tuple(map(put, part.findings))) for part in parts)

    return replace(brief, summary=tuple(map(put, brief.summary)), sections=done(brief.sections), annexes=done(brief.annexes))


def _numbers(text: str, original: str, held: Known) -> list[str]:
    """The figures that are not what the data say in their place, and those that the data do not hold."""
    now, then = figures(text), figures(original)
    told = [_told(one, now, then, original, held) for one in now]
    return [sentence for sentence in told if sentence] + _disagreeing(now, then, text)


def _told(one: Figure, now: Sequence[Figure], then: Sequence[Figure], original: str, held: Known) -> str:
    """What is to be said of a figure; blank where the data bear it out."""
    instead = _instead(one, now, then)
    if instead:
        return f"“{one.words}”与原文不符，原文为“{'”或“'.join(dict.fromkeys(instead))}”"
    name = next((name for name in sorted(held.rows, key=len, reverse=True) if name and name in one.label and name not in original), None)
    if name:
        own = (*held.rows[name], *(other for said in held.texts if name in said for other in figures(said)))
        return "" if _is_among(one, [*own, *_parts_of(own)]) else f"“{one.words}”不是{name}的数"
    if _is_among(one, [*then, *_parts_of(then), *held.figures]) or _is_difference(one, then):
        return ""
    return f"“{one.words}”在数据里没有" + _beside(one, now, then)


def _instead(one: Figure, now: Sequence[Figure], then: Sequence[Figure]) -> list[str]:
    """What the data say where a figure stands now: the clause is the same but for it, or the same words stand before it and the data's is gone."""
    same = [other for other in then if other.clause == one.clause]
    if not same and one.label:
        same = [other for other in then if other.label == one.label and other.kind == one.kind] or [
            other for other in then if _is_like(other.label, one.label) and other.kind == one.kind and other.unit == one.unit
        ]
        if any(_equal(mine, other) and _is_like(mine.label, other.label) for mine in now for other in same):
            return []
    return [] if not same or _is_among(one, same) else [other.words for other in same]


def _is_like(label: str, other: str) -> bool:
    short, long = sorted((label, other), key=len)
    return len(short) >= LEAST_LABEL and long.endswith(short)


def _equal(one: Figure, other: Figure) -> bool:
    """Whether a figure says the same as one of the data's, as exactly as it claims to."""
    if one.kind != other.kind and not (
        COUNT in (one.kind, other.kind) and "" in (one.unit, other.unit) and FRACTION not in (one.kind, other.kind)
    ):
        return False
    if one.kind == other.kind == COUNT and one.unit and other.unit and one.unit != other.unit:
        return False
    if one.is_rough:
        return one.low <= other.amount <= one.high
    return one.whole == other.whole and (one.amount == other.amount or (one.value == other.value and "" in (one.unit, other.unit)))


def _is_among(one: Figure, others: Sequence[Figure]) -> bool:
    return any(_equal(one, other) for other in others)


def _parts_of(others: Iterable[Figure]) -> list[Figure]:
    """What fractions are made of, as counts of whatever is counted."""
    return [Figure(words="", kind=COUNT, value=part) for one in others if one.kind == FRACTION for part in (one.value, one.whole)]


def _is_difference(one: Figure, then: Sequence[Figure]) -> bool:
    """Whether a figure is what two of the data's sentence differ by, and says so."""
    if one.kind not in (POINTS, COUNT) or not one.label.endswith(DIFFERENCES):
        return False
    of = [other for other in then if other.kind == (PERCENT if one.kind == POINTS else COUNT)]
    return any(abs(a.amount - b.amount) == one.amount for a in of for b in of)


def _beside(one: Figure, now: Sequence[Figure], then: Sequence[Figure]) -> str:
    """What the data's sentence says in the same unit and is no longer said, where that is one figure."""
    gone = [other for other in then if other.kind == one.kind and other.unit == one.unit and not _is_among(other, now)]
    return f"，原文为“{gone[0].words}”" if len(gone) == 1 else ""


def _disagreeing(now: Sequence[Figure], then: Sequence[Figure], text: str) -> list[str]:
    """Rates that are not what the fraction in the bracket behind them comes to; those of the data's own sentence were worked out before rounding."""
    own = [(rate.value, parts.value, parts.whole) for rate, parts in zip(then, then[1:], strict=False)]
    found = []
    for rate, parts in zip(now, now[1:], strict=False):
        if (rate.kind, parts.kind) == (PERCENT, FRACTION) and text[rate.start + len(rate.words) : parts.start].strip() in ("（", "("):
            comes = _percent(parts.value, parts.whole, rate.value)
            is_own = (rate.value, parts.value, parts.whole) in own
            if not (rate.is_rough or is_own) and comes is not None and comes != rate.value:
                found.append(f"“{rate.words}”与“{parts.words}”不合，后者是 {comes}%")
    return found


def _percent(value: Decimal, whole: Decimal, like: Decimal) -> Decimal | None:
    """A fraction as a percentage, to the decimals of another."""
    if not whole:
        return None
    return (100 * value / whole).quantize(Decimal(1).scaleb(min(like.as_tuple().exponent, 0)))


def _days(text: str, original: str, held: Known) -> list[str]:
    """Days that there are not, and days that stand where the data's sentence has another."""
    now, then = days(text), days(original)
    told = [f"“{one.words}”不是日期" for one in now if not _is_day(one)]
    there = [*then, *(one for said in held.texts for one in days(said))]
    gone = [other for other in then if not any(_is_same_day(one, other) for one in now)]
    for one in now:
        instead = [other.words for other in gone if _is_in_place(one, other)]
        if instead and _is_day(one) and not any(_is_same_day(one, other) for other in there):
            told.append(f"“{one.words}”与原文不符，原文为“{instead[0]}”")
    return told


def _is_day(one: Day) -> bool:
    try:
        date(one.year or 2000, one.month or 1, one.day or 1)  # a leap year: 2月29日 may be one
    except ValueError:
        return False
    return EARLIEST <= (one.year or EARLIEST) <= LATEST


def _is_same_day(one: Day, other: Day) -> bool:
    """Whether two days can be the same: what either leaves unsaid is no difference."""
    return all(a == b or None in (a, b) for a, b in ((one.year, other.year), (one.month, other.month), (one.day, other.day)))


def _is_in_place(one: Day, other: Day) -> bool:
    """Whether the same stands right before or right behind two days."""
    return bool(one.after and one.after == other.after) or bool(one.before and one.before == other.before)


def _codes(text: str, original: str, held: Known) -> list[str]:
    there = "\n".join([original, *held.texts, *held.rows])
    return [f"编号“{code}”在数据里没有" for code in codes(text) if code not in there]


def _bare_rates(text: str, original: str) -> list[str]:
    """Percentages that stand without the numbers they come from, where the data's sentence did not leave them bare."""
    bare = [one for one in _bare(original)]
    return [f"“{one.words}”没有写明分子分母" for one in _bare(text) if not _is_among(one, bare)]


def _bare(text: str) -> list[Figure]:
    """The percentages with no fraction in their clause and no two counts in the sentence that come to them."""
    read = figures(text)
    counts = [one for one in read if one.kind == COUNT]
    found = []
    for at, one in enumerate(read):
        beside = at + 1 < len(read) and read[at + 1].kind == FRACTION and read[at + 1].start - one.start - len(one.words) <= 2
        comes = any(
            b.amount and _percent(a.amount, b.amount, one.value) == one.value for a in counts for b in counts if a.amount <= b.amount
        )
        if one.kind == PERCENT and not beside and not comes:
            found.append(one)
    exact = [one for one in read if one.kind == PERCENT and one not in found]
    return [one for one in found if not (one.is_rough and _is_among(one, exact))]
