"""Two spans set against each other: this period and the one before, or the last twelve months and the twelve before."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from indicators.scope import Scope
from reports.sentences import now_words
from reports.view import COMPARED_MONTHS, LENGTH, View, month_start
from reports.words import day_words, range_words

YEAR, PERIOD = "year", "period"
CHOICES = {"month": "本月与上月", "quarter": "本季与上季", "year": "本年与上年"}
ROLLING = "近 12 个月与前 12 个月"


@dataclass(frozen=True, kw_only=True)
class Against:
    """Two spans that follow one another, and how a sentence names them."""

    before: Scope
    after: Scope
    before_name: str
    after_name: str

    @property
    def span(self) -> str:
        """Both, in months: 2025年11月—2026年10月，对照 2024年11月—2025年10月."""
        return f"{range_words(self.after.start, self.after.end)}，对照{range_words(self.before.start, self.before.end)}"

    @property
    def days(self) -> tuple[str, str]:
        """The last day of each."""
        return day_words(self.before.end), day_words(self.after.end)


def choices(view: View) -> dict[str, str]:
    """What may be set against what; of the whole range taken as one there is no period before."""
    return {YEAR: ROLLING, **({PERIOD: CHOICES[view.grain]} if view.grain in CHOICES else {})}


def later_choices(view: View) -> dict[str, str]:
    """The same where only the later span is looked at: 近 12 个月, 本月."""
    return {chosen: name.partition("与")[0] for chosen, name in choices(view).items()}


def against(view: View, chosen: str) -> Against:
    """The two spans of a view. Twelve months before the first day known are cut to what is known, unless nothing of them is."""
    if chosen == PERIOD and view.grain in CHOICES:
        last = view.now().start - timedelta(days=1)
        before = _scope(view, month_start(last, LENGTH[view.grain] - 1), last)
        return Against(
            before=before, after=view.now(), before_name=CHOICES[view.grain].partition("与")[2], after_name=now_words(view)
        )  # fmt: skip
    start, middle = month_start(view.last, 2 * COMPARED_MONTHS - 1), month_start(view.last, COMPARED_MONTHS - 1)
    before = _scope(view, _known(view, start, middle), middle - timedelta(days=1))
    return Against(before=before, after=_scope(view, middle, view.last), before_name="前 12 个月", after_name="近 12 个月")


def _known(view: View, start: date, middle: date) -> date:
    begins = month_start(view.begins or start)
    return max(start, begins) if begins < middle else start


def _scope(view: View, start: date, end: date) -> Scope:
    return replace(view.now(), start=start, end=end)
