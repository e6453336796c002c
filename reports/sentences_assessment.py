"""Sentences about an assessment: bands first and how sure they are, what is not told apart, and what a change is made of."""

from indicators.definition import load_catalog
from indicators.scheme import Band, Item, Scheme
from indicators.score import ItemScore, PillarScore, VillageScore
from indicators.score_draws import Draws, VillageDraws, is_told_apart
from reports.apportion import signed
from reports.assessing import Assessment
from reports.claims import guard, quoted
from reports.reading import Reading
from reports.score_change import BONUS, ITEM, SCHEME, SPREAD, Change, Line, summed
from reports.sentences import escaped
from reports.sentences_places import names, size_words
from reports.words import amount_words, cell_words, day_words, fraction_words, is_fraction, number_words, value_words

SURE, NEAR = 0.9, 0.6  # of the draws in a village's own band
EXAMPLE = "示例口径，须经镇党委审定"
NO_TOTAL = "数据不足"
ASSUMED = {
    "weights": "权重（±25%）", "goalposts": "目标值（±10%）", "sampling": "件数少带来的抽样误差", "left_out": "少算一项指标",
    "across": "一级指标怎么合成（算术或几何平均）",
}  # fmt: skip
NAMED = 3


def scheme_words(scheme: Scheme) -> str:
    """Which scheme a result rests on, as Markdown; of one that nobody adopted, in bold that it is an example."""
    adopted = escaped(f"{day_words(scheme.adopted_on)}由{quoted(scheme.adopted_by)}审定") if scheme.adopted_on else f"**{EXAMPLE}**"
    return f"{escaped(quoted(scheme.name))}第 {scheme.version} 版，{adopted}"


def band_of(scheme: Scheme, name: str) -> Band | None:
    """The band of that name; None for no band."""
    return next((one for one in scheme.bands if one.name == name), None)


def band_words(scheme: Scheme, name: str) -> str:
    """A band as people say it: A 等（达到目标）; 数据不足 where there is none."""
    found = band_of(scheme, name)
    return f"{found.name} 等（{found.words}）" if found else NO_TOTAL


def points_words(points: float | None) -> str:
    """A score or total: 71.9; a dash where there is none."""
    return "—" if points is None else f"{points:.1f}"


def interval_words(low: float, high: float) -> str:
    """The range of a total over the draws: 66.0—72.3."""
    return f"{low:.1f}—{high:.1f}"


def share_words(share: float) -> str:
    """A share of draws: 97%; 不到 1%, 99% 以上 at the ends."""
    if 0 < share < 0.01:
        return "不到 1%"
    return "99% 以上" if 0.99 < share < 1 else f"{share:.0%}"


def sure_words(band: str, drawn: VillageDraws) -> str:
    """How sure a band is: 有把握, 大致如此, 没有把握; and which other band is likelier where one is."""
    own = drawn.bands[band]
    likely = max(drawn.bands, key=drawn.bands.get)
    if likely != band:
        return f"没有把握，更可能是 {likely} 等（{share_words(drawn.bands[likely])}）"
    level = "有把握" if round(own, 2) >= SURE else "大致如此" if own >= NEAR else "没有把握"
    return f"{level}（{share_words(own)}）"


def is_sure(one: VillageScore, drawn: VillageDraws) -> bool:
    """Whether nine draws in ten put a village into its band."""
    return round(drawn.bands[one.band], 2) >= SURE


def counts_words(held: Assessment) -> str:
    """How many villages in each band: A 等 0 个、B 等 5 个、C 等 3 个."""
    counted = [(band.name, sum(one.band == band.name for one in held.scores)) for band in held.scheme.bands]
    return "、".join(f"{name} 等 {count} 个" for name, count in counted)


def told_pairs(held: Assessment, drawn: Draws) -> tuple[int, int]:
    """How many pairs of villages of one group are told apart, and how many there are."""
    scored = [one.village for one in held.scores if one.village in drawn.villages]
    pairs = [
        (first, second)
        for place, first in enumerate(scored)
        for second in scored[place + 1 :]
        if held.groups.get(first) == held.groups.get(second)
    ]
    return sum(is_told_apart(drawn, *pair) for pair in pairs), len(pairs)


def town_sentence(held: Assessment, drawn: Draws, where: str, when: str) -> str:
    """The sentence of the town, as Markdown: bands, how sure, whether villages are told apart, what moves the result most."""
    lacking = sum(one.total is None for one in held.scores)
    if lacking == len(held.scores):
        return guard(escaped(f"{when}，{where} {lacking} 个村都{NO_TOTAL}，不定等次、不算作 0 分；缺哪些见下。"))
    told = [f"{when}，{where} {len(held.scores)} 个村：{counts_words(held)}"]
    told[0] += f"，{lacking} 个村{NO_TOTAL}、不定等次" if lacking else ""
    if drawn.villages:
        sure = sum(is_sure(one, drawn.villages[one.village]) for one in held.scores if one.village in drawn.villages)
        told += [f"定了等次的 {len(drawn.villages)} 个村里 {sure} 个有把握，{len(drawn.villages) - sure} 个还说不准"]
        told += [apart_words(held, drawn), moves_words(drawn)]
    return guard(escaped("；".join(filter(None, told)) + "。"))


def apart_words(held: Assessment, drawn: Draws) -> str:
    """How many pairs of like villages differ by more than the sampling error of their rates."""
    apart, pairs = told_pairs(held, drawn)
    if not pairs:
        return ""
    among = "同类村两两相比" if len(set(held.groups.values())) > 1 else "两两相比"
    if not apart:
        return f"{among}，总分差异都不显著"
    return f"{among} {pairs} 对，{apart} 对的总分差别超出抽样误差，其余 {pairs - apart} 对差异不显著"


def moves_words(drawn: Draws) -> str:
    """Which assumption moves the ranks most when it alone is drawn."""
    name, places = next(iter(drawn.moves.items()))
    told = f"对结果影响最大的是{ASSUMED[name]}（平均移动 {places:.1f} 位）"
    return told if places >= 0.05 else "单独改动任何一项假设，名次平均移动不到 0.1 位"


def all_moves_words(drawn: Draws) -> str:
    """How far every assumption moves the ranks, the strongest first."""
    told = "、".join(f"{ASSUMED[name]} {places:.2f} 位" for name, places in drawn.moves.items())
    return f"单独变动一项假设时名次平均移动：{told}"


def equal_words(held: Assessment, drawn: Draws) -> str:
    """How many villages would change their band if every item had the same weight."""
    bands = {one.village: one.band for one in held.scores}
    moved = [village for village, one in drawn.villages.items() if band_at(held.scheme, one.equal_weight) != bands[village]]
    called = names("village", bands)
    return f"各项指标权重都相等时，{'、'.join(quoted(called[one]) for one in moved) or '没有村'}换等次"


def band_at(scheme: Scheme, total: float) -> str:
    """The band of a total."""
    return next((band.name for band in scheme.bands if round(total, 9) >= band.from_score), "")


def item_name(item: Item) -> str:
    """What an item is called: by its indicator; of an own trend, that it is compared with the year before."""
    name = load_catalog()[item.id].name
    return f"{name}（比上年）" if item.is_own_trend else name


def measured_words(item: Item, one: Reading | None) -> str:
    """A measured figure with its n/N: 91.3%（95/104）; of an own trend both years and the change; why there is none."""
    if one is None:
        return "未填报"
    if one.is_known and one.indicator.kind == "survival":
        return f"{value_words(one)}（{size_words(one)}）"
    if not item.is_own_trend or not one.is_known or one.denominator is None:
        return cell_words(one)
    before, after = (" ".join(amount_words(value, one.indicator.unit)) for value in (one.denominator, one.numerator))
    return f"{signed(one.value, 1)}%（{before} → {after}）"


def goalpost_words(item: Item) -> str:
    """The two goalposts: 60% → 98%."""
    indicator = load_catalog()[item.id]
    unit = "%" if item.is_own_trend or indicator.unit == "%" else f" {indicator.unit}"
    return f"{item.goalpost.low:g}{unit} → {item.goalpost.target:g}{unit}"


def line_reason(one: ItemScore, gate: Reading | None) -> str:
    """What is to be said of a line of a score sheet: why it has no score, that its figure was drawn to the prior, its gate."""
    item = one.item
    if one.score is None:
        return f"未计分：{one.reason}"
    told = []
    if item.small == "shrink" and one.scored_value != one.cell.value:
        count = one.cell.denominator * one.cell.value / 100
        sizes = f"{one.cell.denominator:g}+{item.prior_size:g}"
        told.append(f"折算 {one.scored_value:.1f}%＝({count:g}+{item.prior_size:g}×{item.prior:g}%)÷({sizes})")
    if item.gate and gate is not None:
        told.append(f"{load_catalog()[item.gate].name} {value_words(gate)}，够 {item.gate_at:g}%")
    return "；".join(told)


def lost_points(one: ItemScore) -> float:
    """How many points an item leaves on the table: its weight less its contribution; 0 where it has no score."""
    return 0.0 if one.score is None else one.weight * (100 - one.score) / 100


def costliest(one: VillageScore, count: int = 1) -> list[ItemScore]:
    """The items that cost a village most points, the most first."""
    lines = [line for pillar in one.pillars for line in pillar.items if lost_points(line) > 0]
    return sorted(lines, key=lambda line: -lost_points(line))[:count]


def cost_words(line: ItemScore, reading: Reading | None) -> str:
    """An item with its figure and what it costs: 解决率 62.1%（41/66），失 5.2 分."""
    return f"{item_name(line.item)} {measured_words(line.item, reading)}，失 {lost_points(line):.1f} 分"


def short_pillars(one: VillageScore) -> list[PillarScore]:
    """The pillars of a village below 60."""
    return [pillar for pillar in one.pillars if pillar.is_short]


def village_sentence(held: Assessment, one: VillageScore, drawn: VillageDraws | None, name: str, when: str, moved: str) -> str:
    """The sentence of a village, as Markdown: total, band and how sure, how it compares, what costs most."""
    if one.total is None:
        told = [f"{when}，{name}{NO_TOTAL}，不定等次（{one.reason.removeprefix(f'{NO_TOTAL}：')}）"]
        told[0] += f"；有分的 {one.part_weight:g} 分里得 {points_words(one.part)} 分" if one.part_weight else ""
    else:
        told = [f"{when}，{name}得 {points_words(one.total)} 分，{band_words(held.scheme, one.band)}，{sure_words(one.band, drawn)}"]
    readings = held.readings.get(one.village, {})
    lost = [cost_words(line, readings.get(line.item.id)) for line in costliest(one)]
    told += [moved] if moved else []
    told += [f"失分最多的是{lost[0]}"] if lost else []
    return guard(escaped("；".join(told) + "。"))


def change_words(found: Change | None, before: str) -> str:
    """How a score compares with the one before, and the largest parts that add up to it exactly."""
    if found is None:
        return f"与{before}不可比"
    what = "" if found.is_of_total else f"两期都有分的部分（不含{'、'.join(found.left)}）"
    ends = f"{points_words(found.before)} → {points_words(found.after)}"
    if not found.tenths:
        return f"{what}与{before}持平（{ends}）"
    head = f"{what}比{before}{'多' if found.tenths > 0 else '少'} {abs(found.tenths) / 10:.1f} 分（{ends}）"
    moved = [line for line in found.lines if line.tenths]
    told = [f"{line_name(line)} {tenths_words(line.tenths)} 分{_from_to(line)}" for line in moved[:NAMED]]
    rest = moved[NAMED:]
    told += [f"其余 {len(rest)} 项合计 {tenths_words(summed(rest))} 分"] if rest else []
    return f"{head}：其中{'，'.join(told)}" if told else head


def tenths_words(units: int) -> str:
    """Tenths of a point with their sign: +0.4, −1.8."""
    return signed(units / 10, 1)


def line_name(line: Line) -> str:
    """What a part of a change is called."""
    if line.kind == ITEM:
        return item_name(line.after.item)
    return {SPREAD: f"{line.pillar}内权重重分", BONUS: "加减分", SCHEME: "办法换版"}[line.kind]


def line_note(line: Line) -> str:
    """What a part of a change rests on, beside its figures."""
    if line.kind == SPREAD:
        told = [f"{item_name(one.item)}本期才计分" for one in line.gained]
        told += [f"{item_name(one.item)}本期不计分：{one.reason}" for one in line.lost]
        return "、".join(told)
    return "本期的数按两版办法各算一遍之差" if line.kind == SCHEME else ""


def _from_to(line: Line) -> str:
    """The two figures of an item, with n/N where it is a rate: （92.1%，105/114 → 85.0%，102/120）; of anything else its note."""
    if line.kind != ITEM:
        return f"（{line_note(line)}）" if line_note(line) else ""
    if line.before.cell.value is None or line.after.cell.value is None:
        return ""
    return f"（{_figure(line.before)} → {_figure(line.after)}）"


def _figure(one: ItemScore) -> str:
    reading = Reading(
        indicator=load_catalog()[one.item.id],
        period="all",
        numerator=one.cell.numerator,
        denominator=one.cell.denominator,
        value=one.cell.value,
    )
    if one.item.is_own_trend:
        return f"{signed(one.cell.value, 1)}%"
    fraction = fraction_words(reading)
    return value_words(reading) if is_fraction(reading) or not fraction else f"{value_words(reading)}，{fraction}"


def is_chance(before: VillageDraws, after: VillageDraws) -> bool:
    """Whether the ranges that the sampling error of their rates alone gives two totals overlap."""
    return max(before.sampling_low, after.sampling_low) <= min(before.sampling_high, after.sampling_high)


def chance_words(before: VillageDraws | None, after: VillageDraws | None) -> str:
    """Whether the change of a total may be sampling error alone."""
    if before is None or after is None:
        return ""
    spans = [(one.sampling_low, one.sampling_high) for one in (before, after)]
    told = " 与 ".join(interval_words(*span) for span in spans)
    if is_chance(before, after):
        return f"两期的抽样区间重叠（{told}），差异不显著：这点差别单是件数少也会出现"
    return f"两期的抽样区间不重叠（{told}），差别超出件数少带来的误差"


def rank_words(one: VillageScore, drawn: VillageDraws | None, peers: int) -> str:
    """A rank with its interval and among how many: 第 2（1—3），共 6 个."""
    if one.rank is None or drawn is None:
        return "—"
    return f"第 {one.rank}（{number_words(drawn.rank_low)}—{number_words(drawn.rank_high)}），共 {peers} 个"
