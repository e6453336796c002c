"""The figures in a sentence that a person wrote, each with what stands before it; days, codes and numbers in a list are told from figures.

Read are Arabic numbers, full-width ones and those with thousands too, 万 and 亿, percentages, 百分点, fractions (81/104, 百分之五, 三分之二), 成, and
Chinese numerals before a measure word (三件, 十二个村).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

COUNT, PERCENT, POINTS, FRACTION = "count", "percent", "points", "fraction"
WIDTH = str.maketrans("０１２３４５６７８９．％／", "0123456789.%/")
WIDE_THOUSANDS = re.compile(r"[０-９]{1,3}(?:，[０-９]{3})+")
DIGITS = dict(zip("〇零一二三四五六七八九两", (0, 0, *range(1, 10), 2), strict=True))
SCALES = {"万": 10_000, "亿": 100_000_000, "": 1}
SAME_UNIT = {word: unit for unit, words in {"件": "件 起 宗 例 桩", "人": "人 名 位", "": "个"}.items() for word in words.split()}

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
NUMERAL = "[零〇一二三四五六七八九十百两]+"
UNIT = "件|起|宗|例|桩|个月|个|户|人次|人|名|位|项|条|次|天|日|小时|类|家|处|场|倍|批|组|座|台|公里|元|亩|只|头|株|吨|公斤|平方米|立方米|村|社|年|期|轮|版"
COUNTED = UNIT.removesuffix("|年|期|轮|版").replace("日|", "")  # after a Chinese numeral: 三年 is mostly a name
LASTING = ("个月", "天", "日", "年", "期", "小时")  # 近 12 个月 is just as long
IDIOM = r"(?<![第万单统唯同任某每其有])"  # 第三次 is an order, 统一件 no count
ONE_IS_NO_COUNT = r"(?!一(?:个|次|类|条|人|名|家|处|天|场|倍|只|批|组|位))"  # 一个重点, 一次
AFTER_NAME = "(?!案|情|事|面|措施|到位|方面|聚焦|突出|着力|清单|机制|环节|步骤|阶段)"  # 三项措施 names them
AFTER_TENTH = "(?!立|功|效|员|果|本|为|长|品|交|就|熟|绩|都|年|因|分)"
FRACTION_WORDS = rf"(?P<of>{NUMBER})\s*/\s*(?P<whole>{NUMBER})|(?P<whole_cn>百|{NUMERAL}|{NUMBER})\s*分之\s*(?P<of_cn>{NUMERAL}(?:点{NUMERAL})?|{NUMBER})"
FIGURE = re.compile(
    rf"{FRACTION_WORDS}"
    rf"|(?P<percent>{NUMBER})\s*%"
    rf"|(?P<points>{NUMBER}|{NUMERAL})\s*个?百分点"
    rf"|(?P<tenth>[一二三四五六七八九]|[1-9])\s*成{AFTER_TENTH}"
    rf"|(?P<number>{NUMBER})\s*(?P<scale>[万亿]?)\s*(?:余|多)?\s*(?P<unit>{UNIT})?"
    rf"|{IDIOM}{ONE_IS_NO_COUNT}(?P<numeral>{NUMERAL})(?P<scale_cn>万?)(?:余|多)?(?P<unit_cn>{COUNTED}){AFTER_NAME}"
)
DAY = re.compile(
    r"(?P<year>\d{4})\s*年(?:\s*(?P<month>\d{1,2})\s*月(?:份|\s*(?P<day>\d{1,2})\s*[日号])?)?"
    r"|(?P<month_2>\d{1,2})\s*月(?:份|\s*(?P<day_2>\d{1,2})\s*[日号])?"
    r"|(?<![\d/-])(?P<year_3>(?:19|20)\d{2})[-./](?P<month_3>\d{1,2})(?:[-./](?P<day_3>\d{1,2}))?(?![\d/%-])"
    r"|(?P<day_4>\d{1,2})\s*[日号](?!内|以)"
    r"|(?P<year_5>\d{4})(?=\s*[—–至到-]\s*\d{4}\s*年)|(?P<month_5>\d{1,2})(?=\s*[—–至到-]\s*\d{1,2}\s*月)"
    r"|(?P<day_5>\d{1,2})(?=\s*[—–至到-]\s*\d{1,2}\s*[日号])"
)
NO_FIGURE = re.compile(
    r"wh-[\w-]+|〔\d{4}〕\s*\d+\s*号|第?[一二三四1-4]季度|\d{1,2}[:：]\d{2}|\d{1,2}\s*[时点](?!长|间|效)"
    r"|(?<!\d)12345(?!\d|\s*[件起])"  # the hotline
    r"|(?:(?<=^)|(?<=[。；\n]))\s*(?:\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）])"  # numbers in a list
)
CODE = re.compile(r"[A-Za-z]+[-A-Za-z0-9]*\d[-A-Za-z0-9]*|\d{9,}|\d{3,}(?:-\d+)+")
ROUGH_BEFORE = re.compile(r"(?:(?P<near>近|将近|接近|不到)|(?P<about>约|大约|大概)|(?P<over>超过|逾|超))\s*$")
ROUGH_AFTER = re.compile(r"^\s*(?:左右|上下)")
FILLERS = re.compile(r"\s|其中|共计|共|总计|合计|约|近|仅|只|的|为|是|有|了|则|也|又|已|达到|达|还|本期|分别|以及|和|与|及|[“”‘’《》]")
BESIDE = 2  # characters by which the place of a day is known
CLAUSE_ENDS = "，。；！？、：\n"
BRACKETS = "（）()"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure as written (`words`), its kind, value and unit; `whole` is the denominator of a fraction.

    `label` is what stands before it in its clause, `clause` the clause with its figures blotted out. `low` and `high` are between what the
    true number may lie where the words say so (约, 近, 余).
    """

    words: str
    kind: str
    value: Decimal
    scale: int = 1
    whole: Decimal | None = None
    unit: str = ""
    label: str = ""
    clause: str = ""
    start: int = 0
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """The value with its 万 or 亿 multiplied out."""
        return self.value * self.scale

    @property
    def is_rough(self) -> bool:
        """Whether the words say that it is no exact number."""
        return self.low is not None


def plain(text: str) -> str:
    """The text with full-width digits and signs made narrow, place by place."""
    narrow = WIDE_THOUSANDS.sub(lambda found: found[0].replace("，", ","), text)
    return narrow.translate(WIDTH)


def numeral(word: str) -> Decimal:
    """The number that Chinese numerals below a thousand or digits say. ValueError where they say none."""
    if re.fullmatch(NUMBER, word):
        return Decimal(word.replace(",", ""))
    whole, _, decimals = word.partition("点")
    value, rest = 0, whole
    for sign, size in (("百", 100), ("十", 10)):
        if sign in rest:
            before, _, rest = rest.partition(sign)
            value += size * (int(_digits(before)) if before else 1)
    return Decimal(f"{value + int(_digits(rest.lstrip('零〇')) or 0)}.{_digits(decimals) or 0}")


def _digits(word: str) -> str:
    if any(sign not in DIGITS for sign in word):
        raise ValueError(f"{word} is no number")
    return "".join(str(DIGITS[sign]) for sign in word)


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day, month or year as written, what of it is said, and what stands right before and behind it, without small words."""

    words: str
    year: int | None
    month: int | None
    day: int | None
    before: str
    after: str


def days(text: str) -> list[Day]:
    """The days, months and years that a text names."""
    bare = _blotted(plain(text), NO_FIGURE)
    return [_day(found, bare) for found in DAY.finditer(bare)]


def _day(found: re.Match, text: str) -> Day:
    parts = {
        kind: next((int(value) for name, value in found.groupdict().items() if name.startswith(kind) and value), None)
        for kind in ("year", "month", "day")
    }
    before, after = FILLERS.sub("", text[: found.start()]), FILLERS.sub("", text[found.end() :])
    return Day(words=found[0], **parts, before=before[-BESIDE:], after=after[:BESIDE])


def codes(text: str) -> list[str]:
    """The codes that a text names, such as a case's number."""
    return [found[0] for found in CODE.finditer(_blotted(_blotted(plain(text), NO_FIGURE), DAY))]


def figures(text: str) -> list[Figure]:
    """The figures of a text in order."""
    bare = plain(text)
    for pattern in (NO_FIGURE, DAY, CODE):
        bare = _blotted(bare, pattern)
    found = [match for match in FIGURE.finditer(bare)]
    read: list[Figure] = []
    for match in found:
        figure = _figure(match, bare)
        if figure is not None:
            label = _label(plain(text), match.start(), found) or _shared(read, bare, match.start())
            read.append(_placed(figure, match, label, _clause(plain(text), match.start(), found), text))
    return read


def _blotted(text: str, pattern: re.Pattern) -> str:
    """The text with what a pattern finds made blank, so that every other place stays where it was."""
    return pattern.sub(lambda found: "\0" * len(found[0]), text)


def _figure(match: re.Match, text: str) -> Figure | None:
    """What was matched as a figure; None where it is none after all."""
    try:
        kind, value, whole, scale, unit = _parts({name: part for name, part in match.groupdict().items() if part is not None})
    except ValueError:
        return None
    low, high = _rough(match, text, value, scale)
    return Figure(
        words=match[0].strip(), kind=kind, value=value, whole=whole, scale=scale, unit=SAME_UNIT.get(unit, unit), low=low, high=high
    )


def _parts(parts: dict[str, str]) -> tuple[str, Decimal, Decimal | None, int, str]:
    if "of" in parts:
        return FRACTION, numeral(parts["of"]), numeral(parts["whole"]), 1, ""
    if parts.get("whole_cn") in ("百", "100"):
        return PERCENT, numeral(parts["of_cn"]), None, 1, ""
    if "of_cn" in parts:
        return FRACTION, numeral(parts["of_cn"]), numeral(parts["whole_cn"]), 1, ""
    for kind in (PERCENT, POINTS):
        if kind in parts:
            return kind, numeral(parts[kind]), None, 1, ""
    if "tenth" in parts:
        return PERCENT, 10 * numeral(parts["tenth"]), None, 1, "成"
    if "number" in parts:
        return COUNT, numeral(parts["number"]), None, SCALES[parts.get("scale", "")], parts.get("unit", "")
    return COUNT, numeral(parts["numeral"]), None, SCALES[parts.get("scale_cn", "")], parts.get("unit_cn", "")


def _rough(match: re.Match, text: str, value: Decimal, scale: int) -> tuple[Decimal | None, Decimal | None]:
    """Between what the true number may lie: a step of the last digit that is no 0 below, above or around what is written."""
    if match["unit"] in LASTING:
        return None, None
    step, amount = _step(value) * scale, value * scale
    if match["tenth"]:
        step = Decimal(10)
    before = ROUGH_BEFORE.search(text[: match.start()])
    if before and before["near"]:
        return amount - step, amount
    if (before and before["over"]) or re.search("[余多]", match[0]):
        return amount, amount + step
    if before or match["tenth"] or ROUGH_AFTER.match(text[match.end() :]):
        return amount - step / 2, amount + step / 2
    return None, None


def _step(value: Decimal) -> Decimal:
    """The size of the last digit that was given: 0.1 of 77.9, 1 of 78, 10 of 80."""
    exponent = value.as_tuple().exponent if value % 1 else value.to_integral_value().normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent)


def _placed(figure: Figure, match: re.Match, label: str, clause: str, text: str) -> Figure:
    words = text[match.start() : match.end()].strip()
    return Figure(**{**vars(figure), "words": words, "label": label, "clause": clause, "start": match.start()})


def _label(text: str, start: int, found: list[re.Match]) -> str:
    """What stands before a figure, from the last figure, bracket or end of a clause, without small words."""
    begin = max([match.end() for match in found if match.end() <= start], default=0)
    begin = max([begin, *(text.rfind(sign, 0, start) + 1 for sign in CLAUSE_ENDS + BRACKETS)])
    return FILLERS.sub("", text[begin:start])


def _shared(read: list[Figure], text: str, start: int) -> str:
    """Of a figure in a bracket right behind another: what stands before that."""
    if not read:
        return ""
    last = read[-1]
    between = text[last.start + len(last.words) : start].strip()
    return last.label if between in ("（", "(") else ""


def _clause(text: str, start: int, found: list[re.Match]) -> str:
    """The clause that a figure stands in, its figures blotted out, without small words."""
    begin = max(text.rfind(sign, 0, start) + 1 for sign in CLAUSE_ENDS)
    end = min((at for sign in CLAUSE_ENDS if (at := text.find(sign, start)) >= 0), default=len(text))
    pieces, at = [], begin
    for match in found:
        if begin <= match.start() < end:
            pieces += [text[at : match.start()], _sign(match, start)]
            at = match.end()
    return FILLERS.sub("", "".join([*pieces, text[at:end]]))


def _sign(match: re.Match, start: int) -> str:
    """What a figure is blotted out with; the one in question by another sign."""
    return "■" if match.start() == start else "□"


def placed_in(figures: list[Figure], start: int, end: int) -> Iterator[Figure]:
    """The figures that stand between two places of a text."""
    return (one for one in figures if start <= one.start < end)
