"""The steps of late cases beside those in time, as they are printed: the steps of a column add up to the whole of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.columns import load_columns
from indicators.lateness import Lateness, Side
from indicators.small_numbers import is_rate_shown
from reports.apportion import apportioned, signed
from reports.claims import guard
from reports.reading import Reading
from reports.sentences import escaped
from reports.words import number_words, said

STAMP_NAMES = {"handed_at": "dispatched_at", "taken_at": "signed_at", "contacted_at": "first_contact_at", "closing_at": "closed_at"}
IN_DAYS_FROM = 48  # hours of a whole from which days are easier to read
UNITS = {"小时": 1, "天": 24}  # hours
NO_STAMPS = "来源文件没有填派单、签收、首次联系的时间（未填报），看不出时间用在哪一步"


@dataclass(frozen=True, kw_only=True)
class Column:
    """Mean time a case by step in tenths of `unit` (小时 or 天), which add up to `whole`; the same in tenths of an hour; the shares.

    In days a short step reads as nought, so a table has the hours.
    """

    side: Side
    unit: str
    tenths: tuple[int, ...]
    hour_tenths: tuple[int, ...]

    @property
    def whole(self) -> int:
        """All steps together, in tenths."""
        return sum(self.tenths)

    def words(self, tenths: int) -> str:
        """So many tenths with the unit: 12.3 天."""
        return f"{tenths / 10:,.1f} {self.unit}"

    def share_words(self, step: int) -> str:
        """The share of all hours that a step took, with the hours: 71.0%（8,523/12,004）."""
        whole = sum(self.side.hours)
        if not whole:
            return "—"
        return f"{self.side.hours[step] * 100 / whole:.1f}%（{number_words(self.side.hours[step])}/{number_words(whole)}）"


def step_names(keys: Sequence[str]) -> list[str]:
    """The steps by their ends: 派单→签收."""
    names = [load_columns()[STAMP_NAMES.get(key, key)].name.removesuffix("时间") for key in keys]
    return [f"{first}→{last}" for first, last in zip(names, names[1:], strict=False)]


def columns(late: Side | None, kept: Side | None) -> tuple[Column, Column] | None:
    """Late cases and cases in time in one unit; None where either has too few cases that tell their steps."""
    if not (late and kept and is_rate_shown(late.told) and is_rate_shown(kept.told)):
        return None
    unit = "天" if sum(late.means) >= IN_DAYS_FROM else "小时"
    return _column(late, unit), _column(kept, unit)


def _column(side: Side, unit: str) -> Column:
    in_unit, in_hours = ([mean * 10 / UNITS[one] for mean in side.means] for one in (unit, "小时"))
    tenths, hour_tenths = (tuple(apportioned(means, round(sum(means)))) for means in (in_unit, in_hours))
    return Column(side=side, unit=unit, tenths=tenths, hour_tenths=hour_tenths)


def told_words(side: Side | None) -> str:
    """How many cases of a side tell every step: 各步时间齐全的 120/212 件."""
    return f"各步时间齐全的 {number_words(side.told)}/{number_words(side.cases)} 件" if side else "没有"


def longest(both: tuple[Column, Column]) -> int:
    """The step by which late cases took most longer than those in time."""
    more = [late - kept for late, kept in zip(*(one.tenths for one in both), strict=True)]
    return more.index(max(more))


def steps_sentence(rate: Reading, found: Lateness, both: tuple[Column, Column] | None, when: str, where: str) -> str:
    """The sentence of the page, as Markdown: how many are late, how much longer they took, and in which step most of that lies."""
    told = [f"{when}，{where}{said(rate)}"]
    if rate.is_known and both is None:
        told.append(few_words(found))
    if both:
        late, kept = both
        step, more = longest(both), late.whole - kept.whole
        told.append(f"超期的件（{told_words(late.side)}）平均 {late.words(late.whole)}办结，{_than(late, more)}（{told_words(kept.side)}）")
        if more > 0 and len(late.tenths) > 1:
            told.append(
                f"多的主要在“{step_names(found.keys)[step]}”（{signed((late.tenths[step] - kept.tenths[step]) / 10, 1)} {late.unit}）"
            )
    return guard(escaped("；".join(told)) + "。")


def _than(late: Column, more: int) -> str:
    return f"比按期的件{'多' if more >= 0 else '少'} {late.words(abs(more))}"


def few_words(found: Lateness) -> str:
    """Why the steps are not set beside each other."""
    if not found.has_steps:
        return NO_STAMPS
    late, kept = (found.side(is_late) for is_late in (True, False))
    return f"超期的件中{told_words(late)}，按期的件中{told_words(kept)}，件数少，不作比较"


def group_cells(found: Lateness, group: object) -> list[str]:
    """Mean time by step of a group's late cases; blanks where too few of them tell their steps."""
    side = found.side(True, group)
    if side is None or not is_rate_shown(side.told):
        return [""] * (len(found.keys) - 1)
    return [f"{mean:,.1f} 小时" if mean < IN_DAYS_FROM else f"{mean / UNITS['天']:,.1f} 天" for mean in side.means]
