"""The checks of numbers in words: how many of how many, what an even course would give, what it may mean and may not, and the rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.columns import load_columns
from indicators.quality import Rule, owner, version_words
from indicators.quality_findings import BEYOND, FEW, Checked, Tally
from reports.words import group_words, number_words

NAMES = {
    "month_end": "月末集中办结", "within_minutes": "受理后几分钟办结", "extension": "靠延期才算按期", "rounded": "整百的收入数", "two_channels": "两个渠道的可能重复",
}  # fmt: skip
COUNTED = {"rounded": "个数"}
WHAT = {
    "month_end": "在月末最后{last_days}个工作日办结", "within_minutes": "受理后{minutes}分钟内办结", "extension": "过了原期限、在延长的期限内办结",
    "rounded": "恰好是整百元", "two_channels": "与另一渠道{days}天内的一件同村、同类",
}  # fmt: skip
OF = {
    "month_end": "工作日办结、当月已过完的件", "within_minutes": "受理和办结都记到分钟、不是咨询类的件", "extension": "原期限已到的件", "rounded": "以元写的收入数",
    "two_channels": "有村、有分类、前后各有两周对照的诉求",
}  # fmt: skip
MAY = {
    "month_end": "可能是月底集中清理、集中补录办结时间，也可能是月底派件多、月末例会集中销号。不说明办得不实，也不说明谁有意这样做。",
    "within_minutes": "可能是当场办完、事后补登，也可能是平台把登记时间填成了受理时间。不说明没有办。",
    "extension": "可能是事情确实要更长时间、按程序批准的。不说明延期不当；看按期率时应把两种算法放在一起。",
    "rounded": "可能是估计数，也可能是按百元、千元舍入后上报。不说明数不真；与逐户核算的数放在一起比较时要当心。",
    "two_channels": "可能是同一件事从两个渠道来，也可能是两件相近的事。只按村、分类和日子比，不看内容、不看人，所以只说可能重复，从不并在一起。",
}
NO_DATA = {
    "month_end": "没有带办结时间、当月已过完的件", "within_minutes": "没有受理和办结都记到分钟的件", "extension": "没有带原期限和延期情况的件",
    "rounded": "没有以元写、够大的收入数", "two_channels": "没有两个以上渠道都有村和分类的诉求",
}  # fmt: skip
VERDICTS = {BEYOND: "要核对", FEW: "太少，不判断"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A check as it is shown: name, its verdict in a word, the sentence with its figures, what may lie behind, the rule."""

    name: str
    verdict: str
    is_beyond: bool
    sentence: str
    may_mean: str
    rule: str


def said(found: Checked, extra: str = "") -> Said:
    """A check in words; `extra` is what else is known of it."""
    id = found.rule.id
    sentence = f"{_sentence(found.rule, found.whole)}{_parts_words(found)}{extra}{_unjudged_words(found)}"
    return Said(
        name=NAMES[id], verdict=_verdict(found), is_beyond=found.is_beyond, sentence=sentence, may_mean=MAY[id], rule=rule_words(found.rule)
    )


def blind_words(found: Sequence[Checked]) -> str:
    """The checks for which the files lack what is needed, each with what that is; blank where all could be made."""
    lacking = [f"{NAMES[one.rule.id]}（{NO_DATA[one.rule.id]}）" for one in found if not one.whole.size]
    return f"看不出的：{'、'.join(lacking)}。" if lacking else ""


def _verdict(found: Checked) -> str:
    if found.is_beyond:
        return VERDICTS[BEYOND]
    return VERDICTS.get(found.whole.verdict, "在正常范围内")


def _sentence(rule: Rule, tally: Tally) -> str:
    what = WHAT[rule.id].format(**rule.__dict__)
    return f"{OF[rule.id]}，{what}的有 {fraction(tally)}{expected_words(rule, tally)}。"


def unit_of(id: str) -> str:
    """What a check counts."""
    return COUNTED.get(id, "件")


def fraction(tally: Tally) -> str:
    """So many of so many with the percentage; the fraction alone where few rows stand behind it."""
    counts = f"{number_words(tally.count)}/{number_words(tally.size)}"
    return counts if tally.verdict == FEW else f"{counts}（{100 * tally.count / tally.size:.1f}%）"


def expected_words(rule: Rule, tally: Tally) -> str:
    """What an even course or coincidence would give, and where chance ends."""
    if tally.most is None:
        return ""
    even = {"month_end": "每个工作日办结一样多时约", "rounded": "末位均匀时约"}.get(rule.id, "只是巧合时约")
    return (
        f"；{even} {number_words(tally.expected, 0 if tally.expected >= 10 else 1)}，碰巧超过 {number_words(tally.most)} 的可能不到千分之一"
    )


def _parts_words(found: Checked) -> str:
    beyond = [one for one in found.parts if one.verdict == BEYOND]
    if not beyond or len(found.parts) < 2:
        return ""
    return "超出的：" + "、".join(f"{tally_name(one)} {fraction(one)}" for one in beyond) + "。"


def tally_name(tally: Tally) -> str:
    """A ledger with its channel."""
    return group_words("source_channel", tally.channel) if tally.channel else tally.ledger


def _unjudged_words(found: Checked) -> str:
    if not found.unjudged:
        return ""
    why = {"within_minutes": "件只记到日，看不出隔了几分钟", "rounded": "个数以万元写或不足千元，末位看不出"}[found.rule.id]
    return f"另有 {number_words(found.unjudged)} {why}。"


def extension_words(after: Tally, rates: str) -> str:
    """How the share done in time reads with and without extensions, and how many were approved only after the deadline."""
    late = f"写明批准时间的延期 {number_words(after.size)} 件中，原期限过后才批准的 {number_words(after.count)} 件。" if after.size else ""
    return rates + late


def place_words(found: list[tuple[str, Tally]]) -> str:
    """The places where whole hundreds are far more than their share."""
    if not found:
        return ""
    return "集中在：" + "、".join(f"{group_words('area_id', area)} {one.count}/{one.size}" for area, one in found[:5]) + "。"


def rule_words(rule: Rule) -> str:
    """The rule with its thresholds, what they rest on, who owns them."""
    least = f"少于 {rule.least} {unit_of(rule.id)}不判断" if rule.least else ""
    tail = f"超出巧合能解释的范围（精确二项分布，尾部概率 {rule.tail:g}）" if rule.tail else ""
    ratio = f"且达到应有数的 {rule.ratio:g} 倍" if rule.tail and rule.ratio else ""
    return "；".join(part for part in (f"规则：{rule.basis}", tail + ratio, least, f"负责：{owner()}，{version_words()}") if part) + "。"


def rows_names() -> Mapping[str, str]:
    """What the columns are called that only the quality view shows."""
    return {
        "other_channel": "另一渠道", "other_case_id": "另一工单编号", "other_received_at": "另一件受理时间", "amount_name": "哪一项", "amount_yuan": "数额（元）",
        "as_written": "原文写法", "first_on": "期间起", "part": "类别", "begins_on": "期间起", "ends_on": "期间止", "ext_approved_at": "延期批准时间",
        "effective_due_at": "延长后的期限",
    }  # fmt: skip


def amount_words(name: str) -> str:
    """What an amount's column is called."""
    return load_columns()[name].name if name in load_columns() else name
