"""What a course over time says, under its chart or on its card: the signal as icon and words, and the one rule set it is judged by."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from indicators.rules import load_rules
from indicators.scope import Scope
from pages.parts import context
from reports.reading import Reading
from reports.signals import ICONS, Signal, range_words, signal_words, signals
from reports.words import group_words
from warehouse.journal import FILE
from warehouse.journal_rebases import Rebase
from warehouse.journal_rebases import rebases as rebases_of

FEW = 3  # series of which each has its own line


@st.cache_data(max_entries=16, show_spinner=False)
def _rebases(folder: str, written: tuple[int, int], area: str | None) -> list[Rebase]:
    return rebases_of(context.data_dir(), area) if written[1] else []


def rebases(area: str | None) -> list[Rebase]:
    """The re-bases that hold for an area; read again when something was written to the journal."""
    path = context.data_dir() / FILE
    written = (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else (0, 0)
    return _rebases(str(context.data_dir()), written, area or "")


def signals_of(course: Sequence[Reading], scope: Scope) -> list[Signal]:
    """What a course over time says, a signal an indicator and group."""
    return signals(course, scope, rebases(scope.area))


def lines(course: Sequence[Reading], scope: Scope, by: Sequence[str] = ()) -> None:
    """The signals of the courses of a chart, in lines under it."""
    st.html(lines_html(signals_of(course, scope), by))


def lines_html(found: Sequence[Signal], by: Sequence[str] = ()) -> str:
    """A line a signal, its icon first; where there are many, those that fired, and how many are quiet or not judged."""
    if not found:
        return ""
    names = [] if len(found) == 1 else [_name(one, by) for one in found]
    if len(found) <= FEW:
        said = [_mark(one, f"{name}：" if name else "") for one, name in zip(found, names or [""], strict=True)]
    else:
        loud = [(one, name) for one, name in zip(found, names, strict=True) if one.fired]
        said = [_mark(one, f"{name}：") for one, name in loud] + _rest([one for one in found if not one.fired], bool(loud))
    return f'<div class="signals">{"".join(said)}</div>'


def _name(one: Signal, by: Sequence[str]) -> str:
    return "·".join([group_words(column, value) for column, value in zip(by, one.groups, strict=True)]) or one.indicator.name


def _mark(one: Signal, before: str = "") -> str:
    beside = f"；{range_words(one)}" if range_words(one) else ""
    return f'<span class="signal {one.tone}"><i aria-hidden="true">{one.icon}</i>{escape(before + signal_words(one) + beside)}</span>'


def _rest(quiet: Sequence[Signal], is_after: bool) -> list[str]:
    """The courses of which nothing can be said, together: how many of each kind."""
    words = sorted(signal_words(one) for one in quiet)
    counted = [(word, len(list(same))) for word, same in groupby(words)]
    if len(counted) > FEW:
        counted = [("在正常波动范围内或点数、件数不足，不作判断", len(quiet))]
    lead = "其余 " if is_after else ""
    tone = "quiet" if any(one.tone == "quiet" for one in quiet) else "none"
    said = [f"{lead}{count} 项{word}" for word, count in counted]
    return [f'<span class="signal {tone}"><i aria-hidden="true">{ICONS[tone]}</i>{escape("；".join(said))}</span>'] if said else []


def card_html(course: Sequence[Reading], scope: Scope) -> str:
    """The signal of one figure's course in one line."""
    found = signals_of(course, scope)
    if not found:
        return ""
    (one,) = found
    return f'<div class="signal {one.tone}"><i aria-hidden="true">{one.icon}</i>{escape(signal_words(one, 1))}</div>'


def rules() -> None:
    """The one rule set, as it is printed below the table of a chart."""
    st.markdown("**怎么判断**　" + "".join(f"{place}. {rule.text}" for place, rule in enumerate(load_rules().values(), start=1)))
    rules_note()


def rules_note() -> None:
    """Where the limits come from, and what a signal is worth."""
    st.caption(
        "中心线是各期的平均；往常范围由相邻两期之差算出，比率按件数另算，件数少的期范围宽。满 13 期为正式界限，6 至 12 期为试算，"
        "不足 6 期不判断。每条规则都可能偶然出现：出现一次值得看一眼，不等于定论。"
    )
