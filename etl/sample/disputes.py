"""The ledger of disputes of the demonstration township: a workbook a year, each carrying over what was not finished."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from etl.sample.arrivals import months
from etl.sample.chance import below, between, one_of, weighted
from etl.sample.sheets import Row, Sheet, numbered
from etl.sample.words import villages, vocabulary
from etl.sample.writing import Cell

SEED = 20231103
MONTHLY = 9  # registered in the township
KINDS = {
    "邻里": 26,
    "婚姻家庭": 20,
    "山林土地": 17,
    "房屋宅基地": 9,
    "损害赔偿": 8,
    "合同": 5,
    "生产经营": 4,
    "拖欠工资": 6,
    "征地拆迁": 3,
    "其他": 2,
}
SLOW = "山林土地"
OUTCOMES = {"成功": 84, "不成": 8, "撤回": 3, "移送上级": 2, "诉讼": 3}
LEVELS = {"网格": 14, "社": 12, "村": 46, "镇": 28}
ENTRIES = {"主动调解": 55, "依申请调解": 38, "委托移送调解": 7}
HEADERS = (
    "序号", "调解编号", "纠纷类别", "受理途径", "所属镇", "行政村", "当事人", "纠纷内容", "时间_排查日期", "时间_受理日期", "时间_调解日期", "调处期限",
    "办理_调处状态", "办理_化解日期", "办理_化解结果", "办理_化解层级", "协议_协议形式", "协议_协议履行期限", "协议_是否履行", "协议_履行日期",
    "协议_司法确认时间", "回访_是否反弹", "回访_反弹日期", "调委会", "剔除原因", "剔除时间",
)  # fmt: skip
FIELDS = ("serial", *(header.rpartition("_")[2] for header in HEADERS[1:]))
START_YEAR = 2024


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """The whole life of one dispute, by days. `due_on` is None where the ledger of its year has no column of deadlines filled in."""

    number: int
    case_id: str
    kind: str
    entry: str
    village: str
    found_on: date
    accepted_on: date
    started_on: date
    due_on: date | None
    closed_on: date | None = None
    outcome: str | None = None
    level: str | None = None
    form: str | None = None
    perform_due_on: date | None = None
    performed_on: date | None = None
    confirmed_on: date | None = None
    recurred_on: date | None = None
    excluded_on: date | None = None


def _agreed(chance: Random, dispute: Dispute) -> Dispute:
    """What follows an agreement: its form, whether it was carried out, confirmed by the court, and whether it held."""
    closed = dispute.closed_on
    form = "书面" if chance.random() < 0.7 else "口头"
    perform_due = closed + timedelta(days=one_of(chance, (0, 10, 20, 30, 60)))
    performed = closed + timedelta(days=between(chance, 0, 45)) if chance.random() < 0.88 else None
    confirmed = closed + timedelta(days=between(chance, 3, 28)) if form == "书面" and chance.random() < 0.12 else None
    recurred = closed + timedelta(days=between(chance, 15, 260)) if chance.random() < 0.07 else None
    return replace(dispute, form=form, perform_due_on=perform_due, performed_on=performed, confirmed_on=confirmed, recurred_on=recurred)


def _handled(chance: Random, dispute: Dispute) -> Dispute:
    if chance.random() < 0.02:
        return replace(dispute, excluded_on=dispute.found_on + timedelta(days=2))
    if chance.random() < (0.16 if dispute.kind == SLOW else 0.03):
        return dispute
    days = between(chance, 1, 70 if dispute.kind == SLOW else 26)
    outcome = weighted(chance, OUTCOMES)
    level = {"移送上级": "县及以上", "诉讼": "司法"}.get(outcome) or weighted(chance, LEVELS)
    closed = replace(dispute, closed_on=dispute.started_on + timedelta(days=days), outcome=outcome, level=level)
    return _agreed(chance, closed) if outcome == "成功" else closed


@cache
def all_disputes() -> tuple[Dispute, ...]:
    """Every dispute in the order of registration, the same on every machine."""
    chance, counted, found = Random(SEED), Counter(), []
    for month in months():
        for day in sorted(between(chance, 0, 27) for _ in range(MONTHLY + below(chance, 5) - 2)):
            found_on = month + timedelta(days=day)
            counted[month] += 1
            accepted = found_on + timedelta(days=below(chance, 3))
            due = accepted + timedelta(days=30) if found_on.year != START_YEAR + 1 else None
            opened = Dispute(
                number=len(found) + 1, case_id=f"JF{month:%Y%m}{counted[month]:03d}", kind=weighted(chance, KINDS), entry=weighted(chance, ENTRIES),
                village=one_of(chance, villages()).name, found_on=found_on, accepted_on=accepted,
                started_on=accepted + timedelta(days=below(chance, 4)), due_on=due,
            )  # fmt: skip
            found.append(_handled(chance, opened))
    return tuple(found)


def _known(moment: date | None, day: date) -> date | None:
    return moment if moment and moment <= day else None


def _cells(dispute: Dispute, day: date) -> tuple[Cell, ...]:
    """What a ledger that ends on a day says of a dispute."""
    closed, excluded = _known(dispute.closed_on, day), _known(dispute.excluded_on, day)
    performed, recurred = _known(dispute.performed_on, day), _known(dispute.recurred_on, day)
    is_settled = closed is not None and dispute.outcome == "成功"
    status = "重复登记" if excluded else "已化解" if closed else "调解中"
    outcome = {"成功": "调解成功", "不成": "调解不成"}.get(dispute.outcome, dispute.outcome) if closed else None
    return (
        None, dispute.case_id, f"{dispute.kind}纠纷" if dispute.kind in ("邻里", "婚姻家庭", "山林土地") else dispute.kind, dispute.entry,
        vocabulary()["town"], dispute.village, "演示", "演示文本", dispute.found_on, _known(dispute.accepted_on, day), _known(dispute.started_on, day),
        dispute.due_on, status, closed, outcome, dispute.level if closed else None, dispute.form if closed else None,
        dispute.perform_due_on if closed else None, ("履行完毕" if performed else "未履行") if is_settled else None, performed if closed else None,
        _known(dispute.confirmed_on, day) if closed else None, ("是" if recurred else "否") if is_settled else None, recurred,
        f"{dispute.village}人民调解委员会", "重复" if excluded else None, excluded,
    )  # fmt: skip


def _last_change(dispute: Dispute) -> date | None:
    """The last day on which anything of it changed; None where it is still going on."""
    if dispute.excluded_on:
        return dispute.excluded_on
    if dispute.closed_on is None:
        return None
    later = (dispute.closed_on, dispute.performed_on, dispute.confirmed_on, dispute.recurred_on)
    return max(day for day in later if day)


def _sheet(year: int, start: date, cutoff: date) -> Sheet:
    """The ledger of a year: what was registered in it, and before that what was not finished when it began."""
    shown = [
        dispute
        for dispute in all_disputes()
        if dispute.found_on <= cutoff and (dispute.found_on >= start or (_last_change(dispute) or date.max) >= start)
    ]
    until = f"截至{cutoff.year}年{cutoff.month}月{cutoff.day}日"
    rows = numbered((Row(cells=_cells(dispute, cutoff)) for dispute in shown), FIELDS)
    return Sheet(
        file=f"矛盾纠纷排查调处台账_{year}年_{until}_演示数据.xlsx", name="排查调处", headers=HEADERS, fields=FIELDS, rows=rows, cutoff=cutoff,
        title=f"云禾镇矛盾纠纷排查调处台账（{until}）【演示数据】", footer="填表人：　　　　　　审核人：　　　　　　",
    )  # fmt: skip


def dispute_sheets(as_of: date | None = None) -> tuple[Sheet, ...]:
    """The ledgers of disputes, one a year, each up to its end or to `as_of`."""
    last = as_of or vocabulary()["last_day"]
    years = {START_YEAR: vocabulary()["first_month"], **{year: date(year, 1, 1) for year in range(START_YEAR + 1, last.year + 1)}}
    return tuple(_sheet(year, start, min(date(year, 12, 31), last)) for year, start in years.items() if start <= last)
