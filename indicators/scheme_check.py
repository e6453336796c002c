"""What is wrong with an assessment scheme, in plain Chinese sentences. None of it may be scored with before all of it is put right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from indicators.definition import Indicator, load_catalog
from indicators.scheme import ACROSS, BONUS_KINDS, GROUPINGS, PERIODS, SMALL, WINDOWS, Bonus, Item, Pillar, Scheme

WHOLE = 100.0  # points
TOLERANCE = 1e-6
BONUS_AT_MOST = 5.0  # points
PERSONS = ("人", "名", "人次")
TREND_AT_MOST = 200.0  # per cent of the year before
VETO = "一票否决"
PERIOD_WORDS = "季度、半年、年度"


def problems(scheme: Scheme, *, is_final: bool = False, catalog: Mapping[str, Indicator] | None = None) -> list[str]:
    """One sentence per problem, none where the scheme is sound. `is_final`: it must also say who adopted it and when."""
    catalog = load_catalog() if catalog is None else catalog
    found = [*_frame(scheme), *_pillars(scheme), *_bands(scheme), *_bonuses(scheme)]
    for item in scheme.items:
        found += _item(item, catalog)
    if is_final:
        found += _adopted(scheme)
    return found


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def _frame(scheme: Scheme) -> Iterator[str]:
    if not scheme.name.strip() or not scheme.id.strip():
        yield "考核办法没有名称或编号。"
    if scheme.version < 1:
        yield f"版本号从 1 起，现为 {scheme.version}。"
    if scheme.period not in PERIODS:
        yield f"考核周期只能是{PERIOD_WORDS}（{'、'.join(PERIODS)}），现为“{scheme.period}”。"
    if scheme.across not in ACROSS:
        yield f"一级指标的合成方式只能是算术或几何平均（{'、'.join(ACROSS)}），现为“{scheme.across}”。"
    if not 0 < scheme.pillar_present <= 1:
        yield f"一级指标有分权重的最低比例应在 0 与 1 之间，现为 {scheme.pillar_present:g}。"
    yield from _grouping(scheme)


def _grouping(scheme: Scheme) -> Iterator[str]:
    if scheme.grouping not in GROUPINGS:
        yield f"分组方式只能是不分组、按户数、按位置（{'、'.join(GROUPINGS)}），现为“{scheme.grouping}”。"
    if any(low >= high for low, high in zip((0, *scheme.size_bounds), scheme.size_bounds, strict=False)):
        yield f"户数分组线应大于 0 并由小到大，现为 {'、'.join(map(str, scheme.size_bounds))}。"
    if scheme.grouping == "size" and not scheme.size_bounds:
        yield "按户数分组，却没有户数分组线。"


def _pillars(scheme: Scheme) -> Iterator[str]:
    if not scheme.pillars:
        yield "没有一级指标。"
    for pillar in scheme.pillars:
        yield from _pillar(pillar)
    for id in _twice(pillar.id for pillar in scheme.pillars):
        yield f"一级指标编号“{id}”用了不止一次。"
    for id in _twice(item.id for item in scheme.items):
        yield f"指标“{id}”计了不止一次分。"
    total = sum(item.weight for item in scheme.items)
    if abs(total - WHOLE) > TOLERANCE:
        yield f"各指标权重之和应为 100，现为 {total:g}。"


def _pillar(pillar: Pillar) -> Iterator[str]:
    if not pillar.name.strip():
        yield f"一级指标“{pillar.id}”没有名称。"
    if not pillar.items:
        yield f"一级指标“{pillar.name}”下没有指标。"


def _bands(scheme: Scheme) -> Iterator[str]:
    cuts = [band.from_score for band in scheme.bands]
    if not cuts:
        yield "没有等次。"
        return
    if any(low >= high for high, low in zip(cuts, cuts[1:], strict=False)):
        yield f"等次线应由高到低，现为 {'、'.join(f'{cut:g}' for cut in cuts)}。"
    if cuts[-1] != 0:
        yield f"最低一等应从 0 分起，现从 {cuts[-1]:g} 分起，其下的得分没有等次。"
    if max(cuts) > WHOLE:
        yield f"等次线不能高于 100，现有 {max(cuts):g}。"
    for name in _twice(band.name for band in scheme.bands):
        yield f"等次“{name}”用了不止一次。"
    if any(not band.name.strip() for band in scheme.bands):
        yield "有等次没有名称。"


def _bonuses(scheme: Scheme) -> Iterator[str]:
    if not 0 <= scheme.bonus_cap <= BONUS_AT_MOST:
        yield f"加减分合计的上限应在 0 与 5 之间，现为 {scheme.bonus_cap:g}。"
    for id in _twice(bonus.id for bonus in scheme.bonuses):
        yield f"加减分项编号“{id}”用了不止一次。"
    for bonus in scheme.bonuses:
        yield from _bonus(bonus)
    for kind, word in (("bonus", "加分"), ("deduction", "减分")):
        caps = sum(bonus.cap for bonus in scheme.bonuses if bonus.kind == kind)
        if caps > BONUS_AT_MOST:
            yield f"各{word}项上限之和不能超过 5 分，现为 {caps:g} 分。"


def _bonus(bonus: Bonus) -> Iterator[str]:
    if bonus.kind not in BONUS_KINDS:
        yield f"加减分项“{bonus.name}”的类别只能是加分、减分、单列事项（{'、'.join(BONUS_KINDS)}），现为“{bonus.kind}”。"
    if bonus.points_each < 0 or bonus.cap < 0:
        yield f"加减分项“{bonus.name}”的分值和上限不能为负：减分由类别表明。"
    if bonus.kind == "note" and (bonus.points_each or bonus.cap):
        yield f"单列事项“{bonus.name}”不计分，不能有分值。"
    if VETO in bonus.name:
        yield f"加减分项“{bonus.name}”：不设自动的{VETO}，确需单列的作为单列事项，由人逐件写明文号和批准人。"


def _adopted(scheme: Scheme) -> Iterator[str]:
    if scheme.adopted_on is None:
        yield "定稿的考核办法须写明审定日期。"
    if not scheme.adopted_by.strip():
        yield "定稿的考核办法须写明由谁审定。"


def _item(item: Item, catalog: Mapping[str, Indicator]) -> Iterator[str]:
    indicator = catalog.get(item.id)
    if indicator is None:
        yield f"指标目录中没有“{item.id}”：没有这个指标，或已停用。"
    named = indicator.name if indicator else item.id
    yield from (f"“{named}”{problem}" for problem in _settings(item))
    if indicator is not None:
        yield from (f"“{named}”{problem}" for problem in (*_unfit(item, indicator), *_misplaced(item, indicator), *_gate(item, catalog)))


def _settings(item: Item) -> Iterator[str]:
    if item.weight <= 0:
        yield f"的权重应大于 0，现为 {item.weight:g}：不计分的指标请删去。"
    if not item.goalpost.basis.strip():
        yield "没有写明目标值由谁定、依据什么。"
    if item.window_months not in WINDOWS:
        yield f"的计算时段只能是滚动 12 个月、24 个月或考核期本身（0），现为 {item.window_months}。"
    if item.small not in SMALL:
        yield f"件数少时只能不计分或向先验值收缩（{'、'.join(SMALL)}），现为“{item.small}”。"
    if item.small == "shrink" and (item.prior is None or item.prior_size is None):
        yield "件数少时向先验值收缩，却没有写明先验值和它相当的件数。"
    if item.prior_size is not None and item.prior_size <= 0:
        yield f"的先验值相当的件数应大于 0，现为 {item.prior_size:g}。"


def _unfit(item: Item, indicator: Indicator) -> Iterator[str]:
    """Why an indicator must not be scored at all: the one most telling reason."""
    unit = indicator.unit_of(indicator.numerator) if indicator.numerator else indicator.unit
    is_amount = indicator.kind in ("count", "sum")
    if "village" not in indicator.by:
        yield "不能分村统计，不能用于考核村。"
    elif indicator.domain == "income":
        yield "是收入水平或由收入算出，不作考核：计分会助长虚报。"
    elif is_amount and unit in PERSONS:
        yield "是人数或人次，不作考核：考核的是组织的工作，不是人。"
    elif is_amount and not item.is_own_trend:
        yield "是件数或总量，不作考核：大村小村不可比，诉求多也可能是群众愿意反映。请用相应的比率。"
    elif is_amount and indicator.is_sample:
        yield "是件数，比上年多少也不作考核：诉求多也可能是群众愿意反映。"
    elif item.is_own_trend and indicator.is_sample:
        yield "是按件计的比率，两年都有偶然起伏，不宜作自比项目。"
    elif indicator.direction == "neutral" and not item.is_own_trend:
        yield "没有好坏方向，不能计分。"


def _misplaced(item: Item, indicator: Indicator) -> Iterator[str]:
    low, target = item.goalpost.low, item.goalpost.target
    is_lower_better = indicator.direction == "lower"
    if low == target:
        yield f"的零分值和满分值都是 {low:g}，无法计分。"
    elif (low > target) != is_lower_better:
        yield f"越{'低' if is_lower_better else '高'}越好，零分值应{'高' if is_lower_better else '低'}于满分值，现为 {low:g} 和 {target:g}。"
    if item.is_own_trend:
        if max(abs(low), abs(target)) > TREND_AT_MOST:
            yield f"是自比项目，零分值和满分值应为比上年的变化（%），现为 {low:g} 和 {target:g}，像是{indicator.unit}。"
        return
    bounds = {"零分值": low, "满分值": target, "先验值": item.prior}
    for word, bound in bounds.items():
        if indicator.unit == "%" and bound is not None and not 0 <= bound <= WHOLE:
            yield f"是百分率，{word}应在 0 与 100 之间，现为 {bound:g}。"


def _gate(item: Item, catalog: Mapping[str, Indicator]) -> Iterator[str]:
    if not item.gate:
        return
    gate = catalog.get(item.gate)
    if gate is None:
        yield f"的前提“{item.gate}”不在指标目录中：没有这个指标，或已停用。"
    elif gate.unit != "%" or "village" not in gate.by:
        yield f"的前提“{gate.name}”不是可以分村统计的比率。"
    elif not 0 < item.gate_at <= WHOLE:
        yield f"的前提“{gate.name}”须达到的值应在 0 与 100 之间，现为 {item.gate_at:g}。"
