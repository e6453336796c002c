"""Sentences that take a change apart: what it is made of, and never what caused it."""

from collections.abc import Sequence

from indicators.columns import load_columns
from indicators.flow import Balance
from reports.against import Against
from reports.apportion import signed
from reports.backlog import Growth
from reports.claims import guard, quoted
from reports.rate_change import Change, Line
from reports.reading import Reading
from reports.sentences import escaped
from reports.words import caution_words, cell_words, fraction_words, group_words, number_words, said, value_words

POINTS = "个百分点"
REST_NAME = "件数少的合并"
NAMED = 2


def points_words(units: int, change: Change) -> str:
    """A part of a change in points, from whole numbers of the last digit: +0.4, −1.2."""
    return signed(units / 10**change.indicator.decimals, change.indicator.decimals)


def own_name(column: str) -> str:
    """Whose own rates are meant: 各村自身."""
    return f"各{load_columns()[column].name}自身"


def line_name(line: Line, column: str) -> str:
    """A group as it stands in a chart or table; how many are pooled in the rest."""
    return f"{REST_NAME}（{len(line.share.members)} 个）" if line.is_rest else group_words(column, line.share.group[0])


def compared(total: int, change: Change, name: str) -> str:
    """How the whole compares with a span before: 比前 12 个月高 3.1 个百分点."""
    if not total:
        return f"与{name}持平"
    return f"比{name}{'高' if total > 0 else '低'} {points_words(abs(total), change).lstrip('+')} {POINTS}"


def chance_words(change: Change) -> str:
    """Whether chance alone may explain the change, with the interval that says so."""
    low, high = (signed(bound, change.indicator.decimals) for bound in (change.low, change.high))
    return f"{'可能只是偶然' if change.is_chance else '超出偶然'}（相差的 95% 区间 {low} 到 {high} {POINTS}）"


def parts_sentence(change: Change, column: str) -> str:
    """The two parts: 构成变化占 +0.4，各村自身占 +2.7 个百分点."""
    return f"构成变化占 {points_words(change.mix, change)}，{own_name(column)}占 {points_words(change.rate, change)} {POINTS}"


def change_sentence(change: Change, column: str, against: Against, where: str) -> str:
    """The sentence of the page, as Markdown: both rates with their fractions, the change, its parts, and who stands out."""
    facts = (
        f"{against.after_name}，{where}{said(change.after)}，{compared(change.total, change, against.before_name)}"
        f"（{_before(change.before)}），{chance_words(change)}"
    )
    apart = f"按{load_columns()[column].name}拆开，{parts_sentence(change, column)}"
    told = [facts, apart, reversed_words(change, column) or beyond_words(change, column)]
    return guard(escaped("；".join(filter(None, told))) + "。")


def _before(reading: Reading) -> str:
    fraction = fraction_words(reading)
    return value_words(reading) if fraction in value_words(reading) else f"{value_words(reading)}，{fraction}"


def beyond_words(change: Change, column: str) -> str:
    """The groups whose own rates differ by more than chance, with what they add; that there is none."""
    named = [line for line in change.lines if line.is_beyond]
    words = "、".join(f"{quoted(line_name(line, column))}（两部分合计 {points_words(line.total, change)}）" for line in named[:NAMED])
    more = f"等 {len(named)} 个" if len(named) > NAMED else ""
    return f"单看超出偶然的是{words}{more}" if named else f"没有哪个{load_columns()[column].name}单看超出偶然"


def reversed_words(change: Change, column: str) -> str:
    """Simpson's paradox in words: no group went where the whole went, so that it comes from the mix alone; blank where it is not so."""
    if not change.reversed_side:
        return ""
    side = "低" if change.reversed_side == "low" else "高"
    lines = sorted((line for line in change.lines if not line.is_rest), key=lambda line: -abs(line.share.mix))[:NAMED]
    shares = "、".join(_share_words(line, change, column) for line in lines)
    return f"{own_name(column)}都没有变{side}，总体变{side}来自构成：{shares}"


def _share_words(line: Line, change: Change, column: str) -> str:
    """How a group's share of all cases changed, as fractions: 镇水务站的件由 36/300 到 140/400."""
    before, after = (
        f"{number_words(own[1])}/{number_words(whole.denominator)}"
        for own, whole in ((line.share.before, change.before), (line.share.after, change.after))
    )
    return f"{quoted(line_name(line, column))}的件由 {before} 到 {after}"


def elsewhere_words(others: Sequence[tuple[str, Change]]) -> str:
    """The same change cut by other columns: 按承办单位 构成 −0.1、自身 −1.4."""
    told = [
        f"按{load_columns()[column].name}，构成 {points_words(one.mix, one)}、自身 {points_words(one.rate, one)}" for column, one in others
    ]
    return guard(f"同一变化换个拆法：{'；'.join(told)}（{POINTS}）") if told else ""


def line_cell(line: Line, is_after: bool) -> str:
    """A group's rate in one span with its fraction, and the mark of a small sample; of the pooled rest the fraction alone."""
    reading = line.after if is_after else line.before
    count, size = line.share.after if is_after else line.share.before
    if reading is None or not size:
        return f"{number_words(count)}/{number_words(size)}"
    return " ".join(filter(None, [cell_words(reading), caution_words(reading)]))


def hover_line(line: Line, change: Change, column: str, against: Against) -> str:
    """The whole sentence of one group's bars, in lines."""
    cells = [f"{name} {line_cell(line, is_after)}" for name, is_after in ((against.before_name, False), (against.after_name, True))]
    parts = f"构成 {points_words(line.mix, change)}，自身 {points_words(line.rate, change)} {POINTS}"
    return guard("<br>".join([quoted(line_name(line, column)), *cells, parts]))


def count_change(before: int, after: int, name: str) -> str:
    """How a count compares with one before: 比2025年10月31日多 12 件."""
    if before == after:
        return f"与{name}持平"
    return f"比{name}{'多' if after > before else '少'} {number_words(abs(after - before))} 件"


def other_words(balance: Balance) -> str:
    """What the other changes of a stock are made of: 没有办结时间 30 件、上期在办本期未见 1 件; blank where they balance."""
    left = balance.unexplained or 0
    told = [
        f"来源没有办结时间 {number_words(balance.untracked.untimed)} 件" if balance.untracked.untimed else "",
        f"上期在办、本期未见 {number_words(balance.untracked.unseen)} 件" if balance.untracked.unseen else "",
        f"台账停报、办结早于受理等 {signed(left)} 件" if left else "",
    ]
    return "；".join(filter(None, told))


def backlog_sentence(stock: Reading, balance: Balance, oldest: Reading, most: Sequence[str], against: Against, where: str) -> str:
    """The sentence of the backlog, as Markdown: the stock, how it compares, what came in and went out, and who holds most of the growth."""
    before, after = against.days
    told = [f"{after}，{where}{said(stock)}"]
    if balance.other is not None:
        told[0] += f"，{count_change(balance.opening, balance.closing, before)}（{number_words(balance.opening)} 件）"
        told.append(
            f"其间受理 {number_words(balance.received)} 件、办结 {number_words(balance.closed)} 件、其他变动 {signed(balance.other)} 件"
        )
    told += [said(oldest)] if oldest.is_known else []
    told += [f"多得最多的是{'、'.join(most)}"] if most else []
    return guard(escaped("；".join(told)) + "。")


def growth_names(lines: Sequence[Growth], column: str) -> list[str]:
    """The first groups whose stock grew, with by how much: 柳沟村 +5."""
    return [f"{quoted(group_words(column, line.group))} {signed(line.change)} 件" for line in lines if line.change > 0][:NAMED]
