"""Sentences about where places and units stand: only what the funnel says of them, and how often chance alone would say it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from indicators.columns import load_columns
from indicators.small_numbers import RANK_FROM
from reports.claims import guard, quoted
from reports.intervals import interval
from reports.reading import Reading
from reports.sentences import NAMED, escaped, hover_words
from reports.standing import ALONE, FEW, HIGH, JUDGED, LOW, SMALL, UNKNOWN, WITHIN, Comparison, Peers, Standing, outside_first, tone_of
from reports.words import AREA_COLUMNS, fraction_words, group_words, number_words, said, value_words

BANDS = {
    HIGH: "显著高于",
    LOW: "显著低于",
    WITHIN: "无显著差异",
    ALONE: "没有可比的，不作比较",
    SMALL: "小样本，不作比较",
    FEW: "件数少，只列分数",
    UNKNOWN: "没有数",
}
GLYPHS = {HIGH: "▲", LOW: "▼"}
FAR = "（远超偶然）"
TONES = {"worse": "需要关注", "better": "可借鉴", "apart": "不作好坏评价", "calm": ""}
WHOLE, PEERS = "整体", "同类"
NOT_SAMPLED = "不是按件抽样的比例，不作显著性判断"
WIDENED = "各{what}差别大于偶然，界限已放宽"


def names(column: str, groups: Iterable[object]) -> dict[object, str]:
    """What each group is called: a village of which there is another by the same name with its town before it."""
    plain = {group: group_words(column, group) for group in groups}
    times = Counter(plain.values())
    is_shared = {group: column in AREA_COLUMNS and times[name] > 1 and "/" in str(group) for group, name in plain.items()}
    return {group: f"{str(group).split('/')[-2]}·{name}" if is_shared[group] else name for group, name in plain.items()}


def rest_of(peers: Sequence[Peers]) -> str:
    """What a unit is held against, in a word: 整体, or 同类 where there are classes."""
    return PEERS if any(one.name for one in peers) else WHOLE


def band_words(one: Standing) -> str:
    """Where one unit stands: 显著低于整体（远超偶然）, 与同类无显著差异, 小样本，不作比较."""
    held = PEERS if one.peers else WHOLE
    if one.is_outside:
        return guard(f"{BANDS[one.band]}{held}{FAR if one.is_far else ''}")
    return guard(f"与{held}{BANDS[WITHIN]}" if one.band == WITHIN else BANDS[one.band])


def interval_words(reading: Reading) -> str:
    """The Wilson interval of a rate: 95% 区间 79.4%—98.6%."""
    low, high = interval(reading)
    unit = reading.indicator.unit
    return f"95% 区间 {low:.1f}{unit}—{high:.1f}{unit}"


def standing_hover(one: Standing, name: str) -> str:
    """The whole sentence of one dot."""
    against = f"（{one.peers}）" if one.peers else ""
    return f"{hover_words(one.reading, name)}<br>{interval_words(one.reading)}，{band_words(one)}{against}"


def compared_title(held: Comparison, column: str) -> str:
    """What the funnel says and no more: which groups stand outside, or that none does; the name alone where nothing was compared."""
    what = load_columns()[column].name
    if not held.judged:
        return f"{held.indicator.name}，按{what}"
    found = "，".join(_named(held, band, column) for band in outside_first(held.indicator) if held.of(band))
    return guard(f"{held.indicator.name}：{found or f'各{what}无显著差异'}")


def _named(held: Comparison, band: str, column: str) -> str:
    called = names(column, [one.reading.groups[0] for one in held.standings])
    inside = [quoted(called[one.reading.groups[0]]) for one in held.of(band)]
    who = "、".join(inside) if len(inside) <= NAMED else f"有 {number_words(len(inside))} 个{load_columns()[column].name}"
    return f"{who}{BANDS[band]}{rest_of(held.peers)}"


def standing_sentence(held: Comparison, where: str, column: str) -> str:
    """The sentence of the page, as Markdown: the rate of all together, who stands outside (in bold where that needs attention), how many do not."""
    what = load_columns()[column].name
    opening = f"{where}{number_words(len(held.standings))} 个{what}合计{said(held.whole)}"
    outside = [
        _stressed(_told(held, band, column), tone_of(held.indicator, band)) for band in outside_first(held.indicator) if held.of(band)
    ]
    parts = [*outside, *_rest(held, what)]
    return guard("；".join([escaped(opening), *parts]) + "。")


def _stressed(text: str, tone: str) -> str:
    return f"**{escaped(text)}**" if tone == "worse" else escaped(text)


def _told(held: Comparison, band: str, column: str) -> str:
    called = names(column, [one.reading.groups[0] for one in held.standings])
    inside = held.of(band)
    told = [
        f"{quoted(called[one.reading.groups[0]])} {value_words(one.reading)}（{fraction_words(one.reading)}）{FAR if one.is_far else ''}"
        for one in inside[:NAMED]
    ]
    rest = f"等 {number_words(len(inside))} 个{load_columns()[column].name}" if len(inside) > NAMED else ""
    return f"{'、'.join(told)}{rest}{BANDS[band]}{rest_of(held.peers)}"


def _rest(held: Comparison, what: str) -> list[str]:
    """How many do not differ, and how many were not compared."""
    within, left = len(held.of(WITHIN)), len(held.of(SMALL, FEW))
    found = []
    if within:
        found += [f"{'其余 ' if held.of(HIGH, LOW) else ''}{number_words(within)} 个{what}与{rest_of(held.peers)}无显著差异"]
    if left:
        found += [f"{number_words(left)} 个{what}不足 {RANK_FROM} {held.indicator.counted_in}，不作比较"]
    return found if held.judged else [*found, f"够 {RANK_FROM} {held.indicator.counted_in}的{what}不足两个，比不了"]


def caution_of(held: Comparison, column: str) -> str:
    """How many would stand outside by chance alone; and that the limits were widened, where they were. Blank where nothing was compared."""
    if not held.judged:
        return ""
    what = load_columns()[column].name
    false = f"{number_words(len(held.judged))} 个{what}里，即使毫无差别，平均也会有 {held.expected_false:.1f} 个纯属偶然落在 95% 线外"
    return guard("；".join([false, *([WIDENED.format(what=what)] if held.is_widened else [])]))


def band_heading(held: Comparison, band: str) -> str:
    """The heading of a band: ▼ 显著低于整体 1."""
    words = f"{BANDS[band]}{rest_of(held.peers)}" if band in (HIGH, LOW) else BANDS[band]
    return guard(f"{words}　{number_words(len(held.of(band)))} 个")


def legend(standings: Sequence[Standing]) -> list[tuple[str, str, str]]:
    """What the marks of a chart mean, as far as they occur: (tone, glyph, words)."""
    found = {one.band: one for one in standings}
    order = [band for band in (*JUDGED, ALONE, SMALL) if band in found]
    return [(found[band].tone, glyph(found[band]), band_words(_plain(found[band]))) for band in order]


def _plain(one: Standing) -> Standing:
    return Standing(reading=one.reading, band=one.band, peers=one.peers)


def glyph(one: Standing) -> str:
    """The shape of a unit's mark as a sign: ▲ above, ▼ below, ● inside, ○ not compared."""
    return GLYPHS.get(one.band, "●" if one.band == WITHIN else "○")
