"""Sentences about where places and units stand: only what the funnel says of them, and how often chance alone would say it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from indicators.columns import load_columns
from indicators.small_numbers import RANK_FROM, RATE_FROM, is_rankable
from reports.claims import guard, quoted
from reports.intervals import interval
from reports.reading import Reading
from reports.sentences import NAMED, escaped, hover_words, listed
from reports.standing import ALONE, FEW, HIGH, JUDGED, LOW, SMALL, UNKNOWN, WITHIN, Comparison, Peers, Standing, outside_first, tone_of
from reports.words import (
    AREA_COLUMNS,
    caution_words,
    cell_words,
    count_words,
    fraction_words,
    group_words,
    is_few,
    is_fraction,
    number_words,
    said,
    value_words,
)

BANDS = {
    HIGH: "显著高于",
    LOW: "显著低于",
    WITHIN: "无显著差异",
    ALONE: "没有可比的，不作比较",
    SMALL: "小样本，不作比较",
    FEW: "只列分数，不作比较",
    UNKNOWN: "没有数",
}
GLYPHS = {HIGH: "▲", LOW: "▼"}
FAR = "远超偶然"
TONES = {"worse": "需要关注", "better": "可借鉴", "apart": "不作好坏评价", "calm": ""}
WHOLE, PEERS = "整体", "同类"
NOT_SAMPLED = "各{what}的数是清点或上报来的，不判断差别是否偶然"
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


def whole_words(peers: Peers) -> str:
    """The rate that units are held against, beside its line: 整体 91.3%, 同类 90.2%."""
    return f"{PEERS if peers.name else WHOLE} {value_words(peers.whole)}"


def band_words(one: Standing) -> str:
    """Where one unit stands: 显著低于整体（远超偶然）, 与同类无显著差异, 小样本，不作比较."""
    held = PEERS if one.peers else WHOLE
    if one.is_outside:
        return guard(f"{BANDS[one.band]}{held}{f'（{FAR}）' if one.is_far else ''}")
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
    told = [f"{quoted(called[one.reading.groups[0]])} {_rated(one)}" for one in inside[:NAMED]]
    rest = f"等 {number_words(len(inside))} 个{load_columns()[column].name}" if len(inside) > NAMED else ""
    return f"{'、'.join(told)}{rest}{BANDS[band]}{rest_of(held.peers)}"


def _rated(one: Standing) -> str:
    """40.0%（12/30，远超偶然）; 30/30 件（远超偶然） where only the fraction may be said."""
    beside = "，".join(filter(None, ["" if is_fraction(one.reading) else fraction_words(one.reading), FAR if one.is_far else ""]))
    return f"{value_words(one.reading)}（{beside}）" if beside else value_words(one.reading)


def _rest(held: Comparison, what: str) -> list[str]:
    """How many do not differ, and how many were not compared."""
    within, left, unknown = len(held.of(WITHIN)), len(held.of(SMALL, FEW)), len(held.of(UNKNOWN))
    found = []
    if within:
        who, both = ("其余 ", "") if held.of(HIGH, LOW) else ("", "都")
        found += [f"{who}{number_words(within)} 个{what}{both}与{rest_of(held.peers)}无显著差异"]
    if left:
        found += [f"{number_words(left)} 个{what}不足 {RANK_FROM} {held.indicator.counted_in}，不作比较"]
    if unknown:
        found += [f"{number_words(unknown)} 个{what}没有数"]
    return found if held.judged else [*found, f"够 {RANK_FROM} {held.indicator.counted_in}的{what}不足两个，比不了"]


def caution_of(held: Comparison, column: str) -> str:
    """How many would stand outside by chance alone; and that the limits were widened, where they were. Blank where nothing was compared."""
    if not held.judged:
        return ""
    what = load_columns()[column].name
    false = f"{number_words(len(held.judged))} 个{what}里，即使毫无差别，平均也会有 {held.expected_false:.1f} 个纯属偶然落在 95% 线外"
    return guard("；".join([false, *([WIDENED.format(what=what)] if held.is_widened else [])]))


def funnel_words(held: Comparison) -> str:
    """How to read the funnel, and how many have too few cases to be drawn in it."""
    counted, left = held.indicator.counted_in, len(held.of(FEW))
    parts = [
        f"横轴为{counted.removeprefix('个')}数，越靠右越有把握；灰带以内的差别属偶然（95% 界限），越过虚线的远超偶然（99.8% 界限）",
        f"空心点不足 {RANK_FROM} {counted}" if held.of(SMALL) else "",
        f"不足 {RATE_FROM} {counted}的 {number_words(left)} 个没有画" if left else "",
    ]
    return "；".join(filter(None, parts))


def band_name(held: Comparison, band: str) -> str:
    """What a band is called: 显著低于整体, 与整体无显著差异."""
    whole = rest_of(held.peers)
    return guard(f"{BANDS[band]}{whole}" if band in (HIGH, LOW) else f"与{whole}{BANDS[band]}")


def size_words(reading: Reading) -> str:
    """What a value rests on: the fraction of a ratio, the size of a sample; blank for what is no sample of anything."""
    if not reading.is_known or reading.indicator.kind == "ratio":
        return fraction_words(reading) if reading.is_known else ""
    return count_words(reading.indicator, reading.denominator) if reading.indicator.is_sample and reading.denominator else ""


def row_words(reading: Reading) -> str:
    """A rate beside the name of its place: 71.2%（52/73）; of few cases the fraction, of a small sample with its interval."""
    if is_few(reading) or not reading.is_known:
        return value_words(reading)
    told = f"{value_words(reading)}（{fraction_words(reading)}）" if not is_fraction(reading) else cell_words(reading)
    return f"{told}，{interval_words(reading)}" if caution_words(reading) else told


def unjudged_sentence(overall: Reading, readings: Sequence[Reading], where: str, column: str) -> str:
    """The sentence of the page, as Markdown, where chance cannot be worked out: the whole, how many places say it, and why none is set apart."""
    what = load_columns()[column].name
    known = sum(one.is_known for one in readings)
    apart = lowest_words(readings, column)
    told = f"；{apart}" if apart else ""
    return guard(
        escaped(f"{where}{said(overall)}；{number_words(known)} 个{what}有数{told}。{NOT_SAMPLED.format(what=what)}，按台账顺序列出。")
    )


def lowest_words(readings: Sequence[Reading], column: str) -> str:
    """Which place has the lowest rate and between what the others lie, as plain facts; blank where several share it, or few rows carry it."""
    rated = [one for one in readings if one.is_known and one.indicator.kind == "ratio" and is_rankable(one.denominator)]
    ordered = sorted(rated, key=lambda one: one.value)
    if len(ordered) < 3 or ordered[0].value == ordered[1].value or ordered[0].indicator.direction != "higher":
        return ""
    name = names(column, [one.groups[0] for one in rated])[ordered[0].groups[0]]
    return f"{name} {row_words(ordered[0])}，其余在 {value_words(ordered[1])}至 {value_words(ordered[-1])}之间"


def few_words(held: Comparison, column: str) -> list[str]:
    """The places that are not compared, by what may be said of them: small samples with their intervals, few cases as fractions."""
    called = names(column, [one.reading.groups[0] for one in held.standings])
    counted = held.indicator.counted_in
    titles = {
        SMALL: f"{RATE_FROM}—{RANK_FROM - 1} {counted}，小样本，不作比较",
        FEW: f"不足 {RATE_FROM} {counted}，只列分数",
        ALONE: "没有可比的",
        UNKNOWN: BANDS[UNKNOWN],
    }
    told = {
        band: [
            f"{quoted(called[one.reading.groups[0]])} {row_words(one.reading) if one.reading.is_known else ''}".strip()
            for one in held.of(band)
        ]
        for band in titles
    }
    return [guard(f"{titles[band]}：{listed(rows)}") for band, rows in told.items() if rows]


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
