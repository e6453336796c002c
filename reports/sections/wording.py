"""What the sentences of a brief have in common: how a figure is written in an official paper, and how it is set beside an earlier one."""

import re
from collections.abc import Iterable

from indicators.measure import NOTHING_REPORTED
from reports.apportion import apportioned
from reports.brief import Basis, Finding
from reports.claims import guard
from reports.material import Material
from reports.reading import Reading
from reports.span import YEAR_AGO, Span
from reports.words import count_words, day_words, fraction_words, is_fraction, number_words, said, value_words

WIDE = r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”—]"
GAP = re.compile(rf"(?<={WIDE}) +(?=\S)|(?<=\S) +(?={WIDE})")
WHOLE = {"month": "整月", "quarter": "整季", "half": "整半年", "year": "全年"}
POINTS, SAME = "个百分点", "持平"


def official(text: str) -> str:
    """The text without the blanks that the screen puts between Chinese and figures; those between two figures stay."""
    return GAP.sub("", text)


def finding(key: str, text: str, *, words: Iterable[str] = (), tone: str = "calm", basis: Basis | None = None) -> Finding:
    """A sentence of a section, checked for claims that its `words` do not allow, with its full stop."""
    return Finding(key=key, text=guard(official(text).rstrip("。；") + "。", words), tone=tone, basis=basis)


def message(text: str, words: Iterable[str] = ()) -> str:
    """What a section comes to: one sentence, checked like a finding."""
    return guard(official(text).rstrip("。；") + "。", words)


def told(reading: Reading) -> str:
    """A figure with its name: 按期办结率91.3%（95/104）."""
    return official(said(reading))


def figure(reading: Reading) -> str:
    """A figure without its name: 91.3%（95/104）, 112件, 3/4件."""
    fraction = "" if is_fraction(reading) or not reading.is_known else fraction_words(reading)
    return official(value_words(reading) + (f"（{fraction}）" if fraction else ""))


def count(reading: Reading) -> str:
    """A count with its unit: 112件; 未填报 where nobody reported."""
    return figure(reading) if reading.value is None else official(count_words(reading.indicator, reading.value))


def before_name(span: Span, *, is_over: bool = True) -> str:
    """The period before, as a sentence names it: 9月, 上年12月, 二季度; whole where the period in question is not over: 9月整月."""
    return _named(span, span.before) + ("" if is_over else WHOLE[span.kind])


def _named(span: Span, other: Span) -> str:
    if other.kind == "year":
        return other.words
    return other.short if other.start.year == span.start.year else f"上年{other.short}"


def beside(held: Material, now: Reading, before: Reading, year_ago: Reading) -> str:
    """A figure's own past, as plain numbers: 比9月的98件多14件，上年同期90件. Blank where none of it is known."""
    name = before_name(held.span, is_over=held.is_over)
    change = difference(now, before) if held.is_over else ""
    plain = f"{name}{figure(before)}" if before.is_known else ""
    set_off = f"与{name}的{figure(before)}{SAME}" if change == SAME else f"比{name}的{figure(before)}{change}"
    return "，".join(filter(None, [set_off if change else plain, f"{YEAR_AGO}{figure(year_ago)}" if year_ago.is_known else ""]))


def difference(now: Reading, other: Reading) -> str:
    """By how much two figures differ as they are printed: 高2.7个百分点, 多14件, 持平; blank where one of them is no plain number."""
    if not (now.is_known and other.is_known) or is_fraction(now) or is_fraction(other):
        return ""
    decimals = now.indicator.decimals
    change = round(round(now.value, decimals) - round(other.value, decimals), decimals)
    if not change:
        return SAME
    if now.indicator.unit == "%":
        return f"{'高' if change > 0 else '低'}{number_words(abs(change), decimals)}{POINTS}"
    more, less = ("长", "短") if now.indicator.kind == "quantile" else ("多", "少")
    return f"{more if change > 0 else less}{number_words(abs(change), decimals)}{now.indicator.unit}"


def when(held: Material) -> str:
    """The period in a sentence: 10月; one that is not over says up to which day it goes."""
    return held.span.short if held.is_over else f"{held.span.short}（截至{day_words(held.known_to)}）"


def unknown_words(held: Material, reading: Reading, ledger: str) -> str:
    """Why there is nothing: which ledger is missing, or up to when it is known."""
    reason = f"没有{ledger}" if reading.note == NOTHING_REPORTED else reading.note
    return f"{held.span.words}{reason}，数据截至{day_words(held.known_to)}"


def shares(counts: Iterable[float], whole: float) -> list[float]:
    """Shares of a whole in tenths of a per cent that add up with what is left of it."""
    held = list(counts)
    rest = whole - sum(held)
    return [tenths / 10 for tenths in apportioned([1000 * one / whole for one in [*held, rest]], 1000)][: len(held)] if whole else []
