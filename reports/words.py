"""Figures in plain administrative Chinese. Pure functions; every indicator's name comes from the catalog."""

from datetime import date

from indicators.columns import load_columns
from indicators.definition import Indicator, Part, load_catalog
from indicators.measure import NOTHING_REPORTED, SILENT
from indicators.small_numbers import is_rankable, is_rate_shown
from reports.claims import quoted
from reports.reading import Reading

AREA_COLUMNS = ("area_id", "village", "town")
UNREPORTED = "未填报"
UNAVAILABLE = "不可计算"
BLANK = "未填"
NOWHERE = "未分村"
LARGE_YUAN = 10_000


def day_words(day: date) -> str:
    """A day: 2026年10月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_words(month: str) -> str:
    """A month written 2026-03: 2026年3月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def period_words(period: str) -> str:
    """A period as measure() writes it: 2026年3月, 2026年第1季度, 2026年, 全段."""
    if period == "all":
        return "全段"
    year, _, rest = period.partition("-")
    if not rest:
        return f"{year}年"
    return f"{year}年第{rest[1:]}季度" if rest.startswith("Q") else month_words(period)


def range_words(first: date, last: date) -> str:
    """A range of months: 2025年11月—2026年10月, or the one month."""
    start, end = month_words(f"{first:%Y-%m}"), month_words(f"{last:%Y-%m}")
    return start if start == end else f"{start}—{end}"


def group_words(column: str, value: object) -> str:
    """One value of a column as people write it: the last step of an area's path, 未填 for a blank."""
    if value is None:
        return BLANK
    if column in AREA_COLUMNS:
        return quoted(str(value).rsplit("/", 1)[-1])
    return quoted(load_columns()[column].values.get(value, str(value)))


def number_words(value: float, decimals: int = 0) -> str:
    """A number with its thousands separated: 18,000."""
    return f"{value:,.{decimals}f}"


def amount_words(amount: float, unit: str) -> tuple[str, str]:
    """An amount and what it is counted in; much money in 万元: ('12', '件'), ('180.0', '万元'), ('38.5', '亩')."""
    if unit == "元" and abs(amount) >= LARGE_YUAN:
        return number_words(amount / LARGE_YUAN, 1), "万元"
    return number_words(amount, 0 if unit == "元" or float(amount).is_integer() else 1), unit


def count_words(indicator: Indicator, count: float, part: Part | None = None) -> str:
    """A count or sum of an indicator's rows with its unit: 12 件, 5 个村, 180.0 万元."""
    return " ".join(amount_words(count, indicator.unit_of(part) if part else indicator.counted_in))


def is_few(reading: Reading) -> bool:
    """Whether too few cases stand behind a rate to say it as a percentage."""
    is_sample = reading.is_known and reading.indicator.is_sample and reading.indicator.kind == "ratio"
    return is_sample and not is_rate_shown(reading.denominator)


def is_fraction(reading: Reading) -> bool:
    """Whether only the fraction may be shown: few cases stand behind the rate, or it reads 100 % while others are overdue and open."""
    return is_few(reading) or (reading.is_known and bool(reading.shadow))


def main_words(reading: Reading) -> tuple[str, str]:
    """What stands large on a card, and its unit: ('91.3', '%'), ('3/4', '件'), ('未填报', '')."""
    if not reading.is_known:
        is_unreported = reading.note == NOTHING_REPORTED or reading.note.startswith(SILENT)
        return (UNREPORTED if is_unreported else UNAVAILABLE), ""
    if is_fraction(reading):
        return _fraction(reading, "/")
    return number_words(reading.value, reading.indicator.decimals), reading.indicator.unit


def _fraction(reading: Reading, sign: str) -> tuple[str, str]:
    """Numerator and denominator of a rate, and what they are counted in where that is one thing: ('95/104', '件'), ('12 盏/500 户', '')."""
    indicator = reading.indicator
    units = (indicator.unit_of(indicator.numerator), indicator.unit_of(indicator.denominator))
    if units[0] != units[1]:
        parts = ((reading.numerator, indicator.numerator), (reading.denominator, indicator.denominator))
        return sign.join(count_words(indicator, count, part) for count, part in parts), ""
    is_large = units[0] == "元" and max(abs(reading.numerator), abs(reading.denominator)) >= LARGE_YUAN
    counts = (reading.numerator, reading.denominator)
    if is_large:  # both in the same unit, however small one of them is
        return sign.join(number_words(count / LARGE_YUAN, 1) for count in counts), "万元"
    return sign.join(amount_words(count, units[0])[0] for count in counts), units[0]


def value_words(reading: Reading) -> str:
    """A figure in one breath: 91.3%, 112 件, 3/4 件, 未填报."""
    text, unit = main_words(reading)
    return f"{text}{unit}" if unit in ("%", "") else f"{text} {unit}"


def interval_words(reading: Reading) -> str:
    """The interval of an estimate: 95% 区间 3.5—3.9 天; blank where there is none. A bound that the data do not reach is left open."""
    if not reading.is_known or (reading.low is None and reading.high is None):
        return ""
    low, high = (None if bound is None else number_words(bound, reading.indicator.decimals) for bound in (reading.low, reading.high))
    unit = reading.indicator.unit if reading.indicator.unit == "%" else f" {reading.indicator.unit}"
    return f"95% 区间 {low or '不到下限'}—{high}{unit}" if high else f"95% 区间 {low}{unit}以上"


def parts_words(reading: Reading) -> str:
    """What the figure rests on: 按期办结件 95 / 应办结件 104; 办结件 101; 报数的村 5 个村; blank for a plain count."""
    indicator = reading.indicator
    named = [(indicator.numerator, reading.numerator), (indicator.denominator, reading.denominator)]
    known = [f"{part.name} {_part_words(indicator, part, count)}" for part, count in named if part and count is not None]
    return " / ".join(known) if indicator.denominator else ""


def _part_words(indicator: Indicator, part: Part, count: float) -> str:
    """A part's number; the names of parts that count cases say so themselves."""
    is_named = indicator.unit_of(part) == "件"
    return number_words(count) if is_named else count_words(indicator, count, part)


def formula_words(indicator: Indicator) -> str:
    """What a rate divides by what, in words: 调解成功件 ÷ 受理件; blank for anything else."""
    return f"{indicator.numerator.name} ÷ {indicator.denominator.name}" if indicator.kind == "ratio" else ""


def note_words(reading: Reading) -> str:
    """What is said about the rows behind a value that is shown; the reason of a missing one is said elsewhere."""
    return "；".join(filter(None, [shadow_words(reading), reading.note])) if reading.is_known else ""


def shadow_words(reading: Reading) -> str:
    """What a full rate of closing leaves out: 另有超期未办结 3 件."""
    if not reading.shadow:
        return ""
    late = load_catalog()[reading.indicator.shadow]
    return f"另有{late.name} {reading.shadow} {late.counted_in}"


def basis_words(reading: Reading) -> str:
    """What stands under a figure on a card: 95 / 104 件 of a rate, the sample of a quantile; blank for a plain count."""
    if is_fraction(reading):
        return ""
    if reading.indicator.kind == "ratio":
        return " ".join(filter(None, _fraction(reading, " / ")))
    if reading.indicator.kind == "quantile" and not reading.indicator.is_sample:
        return count_words(reading.indicator, reading.denominator)
    return "；".join(filter(None, [parts_words(reading), interval_words(reading)]))


def fraction_words(reading: Reading) -> str:
    """The fraction of a rate: 95/104, 30.0/180.0 万元; blank for anything else."""
    if reading.indicator.kind != "ratio" or reading.denominator is None:
        return ""
    text, unit = _fraction(reading, "/")
    return f"{text} {unit}" if unit in ("元", "万元") else text


def reason_words(reading: Reading) -> str:
    """Why there is no value, without the closing words that the label already says."""
    return reading.note.removesuffix("，无法计算")


def caution_words(reading: Reading) -> str:
    """What a small number forbids: 件数少，不计百分比; 小样本; blank where neither, or where nothing is sampled."""
    if is_few(reading):
        counted = reading.indicator.counted_in.removeprefix("个")
        return f"{counted}数少，不计百分比"
    is_small = (
        reading.is_known
        and reading.indicator.is_sample
        and reading.indicator.kind in ("ratio", "quantile", "survival")
        and not is_rankable(reading.denominator)
    )
    return "小样本" if is_small else ""


def cell_words(reading: Reading) -> str:
    """A figure in a table: 91.3%（95/104）, 3/4, 112, 未填报."""
    text, unit = main_words(reading)
    if reading.indicator.kind == "survival" and reading.is_known and interval_words(reading):
        return f"{value_words(reading)}（{interval_words(reading)}）"
    is_rate = reading.indicator.kind == "ratio" and reading.is_known and not is_fraction(reading)
    beside = f"（{shadow_words(reading)}）" if reading.shadow else ""
    return f"{text}{unit}（{fraction_words(reading)}）" if is_rate else f"{text}{beside}"


def said(reading: Reading) -> str:
    """A figure inside a sentence: its name, value and fraction."""
    name = reading.indicator.name
    if not reading.is_known:
        return f"{name}{value_words(reading)}（{reason_words(reading)}）"
    if reading.indicator.kind == "ratio" and not is_fraction(reading):
        return f"{name} {value_words(reading)}（{fraction_words(reading)}）"
    if interval_words(reading):
        return f"{name} {value_words(reading)}（{interval_words(reading)}）"
    beside = f"（{shadow_words(reading)}）" if reading.shadow else ""
    return f"{name} {value_words(reading)}{beside}"


def target_words(reading: Reading) -> str:
    """Whether a declared target is met; blank where none is declared or there is no value to judge."""
    target = reading.indicator.target
    if not target or not reading.is_known or is_fraction(reading):
        return ""
    is_met = reading.value >= target.value if reading.indicator.direction == "higher" else reading.value <= target.value
    return f"{'达到' if is_met else '未达到'}目标 {number_words(target.value)}{reading.indicator.unit}"


def is_nowhere(reading: Reading) -> bool:
    """Whether the group is what no village could be found for, which is no place to compare."""
    return str(reading.groups[0]).rsplit("/", 1)[-1] == NOWHERE
