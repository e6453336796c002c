"""What stands behind a brief: the definitions its figures used, the ledgers they came from, and what is missing or unsure in them."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from etl.contract import contracts
from indicators.cohort import fetch, load_views
from indicators.control import LIMITS_FROM, TRIAL_BELOW, XMR_FACTOR
from indicators.definition import Indicator, load_catalog
from indicators.rules import LIMIT_SIGMAS, load_rules
from indicators.small_numbers import RANK_FROM
from reports.brief import Brief, Definition, Source
from reports.material import COURSE_MONTHS, Material
from reports.sections import places, running
from reports.sections.problem_data import books, silent_words, stale_words, unclosed_words
from reports.sections.told import window_words
from reports.sections.wording import message
from reports.targets import aim_of
from reports.words import day_words, number_words

QUERIES = Path(__file__).parent
PERSONAL = re.compile(r"(?<!\d)(1[3-9]\d{9}|[1-9]\d{16}[\dXx])(?!\d)")  # a phone or an ID number in the name of a file
USUAL_WORDS = ("往常", "正常波动")
MASK = "（号码已隐去）"
PUBLISHED = "fact"
TERMS = QUERIES / "brief_terms.toml"


@cache
def _query(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def ids_of(brief: Brief) -> tuple[str, ...]:
    """Every indicator that a sentence, chart or table of a brief rests on, in the order of their codes."""
    bases = [one.basis for part in (brief.findings(), brief.charts(), brief.tables()) for one in part if one.basis]
    used = {id for basis in bases for id in basis.ids}
    return tuple(id for id in load_catalog() if id in used)


def definitions(held: Material, ids: Iterable[str]) -> tuple[Definition, ...]:
    """The definitions of some indicators, in the order of their codes, each with what puts a row in a period and where its target comes from."""
    wanted, catalog = set(ids), load_catalog()
    return tuple(_definition(held, one) for id, one in catalog.items() if id in wanted)


def _definition(held: Material, one: Indicator) -> Definition:
    view = load_views()[one.view]
    words = f"{one.definition.rstrip('。')}。归期：{view.period}。"
    return Definition(name=one.name, words=words, version=one.version, since=one.since, basis=_aim(held, one))


def usual(brief: Brief) -> tuple[Definition, ...]:
    """What 往常范围 means, where the text says it: from how many months, by which limits and which rules."""
    said = [*(one.text for one in brief.findings()), *(one.message for one in brief.sections), *(one.title for one in brief.charts())]
    if not any(word in text for word in USUAL_WORDS for text in said):
        return ()
    one = tomllib.loads(TERMS.read_text(encoding="utf-8"))["usual"]
    numbers = {
        "months": COURSE_MONTHS, "least": LIMITS_FROM, "trial": TRIAL_BELOW, "factor": XMR_FACTOR, "sigmas": f"{LIMIT_SIGMAS:g}",
        "rules": "".join(f"（{number}）{rule.text.rstrip('。')}；" for number, rule in enumerate(load_rules().values(), start=1)).rstrip("；"),
    }  # fmt: skip
    return (Definition(name=one["name"], words=message(one["words"].format(**numbers)), version=one["version"], since=one["since"]),)


def _aim(held: Material, one: Indicator) -> str:
    aim = aim_of(one, held.aims)
    return f"目标{number_words(aim[0], one.decimals)}{one.unit}（{aim[1]}）" if aim else ""


def sources(held: Material) -> tuple[Source, ...]:
    """The ledgers that hold anything of the area, the cases first; published facts where the brief is about their place."""
    _, rows = fetch(held.connection, _query("brief_sources"), {"area": held.area})
    return tuple(_source(*row) for row in rows)


def _source(source: str, ledger: str, channels, channel_records, records: int, known_to, files: Sequence[str]) -> Source:
    named = "、".join(f"{name}（{number_words(count)}件）" for name, count in zip(channels or (), channel_records or (), strict=True))
    title = contracts()[source].title if source in contracts() else ledger
    return Source(
        ledger=title if title == ledger else f"{title}（{ledger}）",
        channel=named,
        records=records,
        known_to=known_to,
        files=tuple(PERSONAL.sub(MASK, name) for name in files),
    )


def quality(held: Material) -> tuple[str, ...]:
    """What is missing or unsure, a sentence each; what concerns everything that was imported says so."""
    found = [
        *_made_up(held), *_periods(held), *_books(held), *_old_ledgers(held), *_rows(held), *_small(held), *_definitions(held), *_rebased(held),
    ]  # fmt: skip
    return tuple(message(one) for one in found)


def _made_up(held: Material) -> list[str]:
    return ["本材料含演示数据，所涉的镇和村并不存在，数字均为虚构"] if held.is_synthetic else []


def _periods(held: Material) -> list[str]:
    if not held.has_begun:
        return [
            f"数据只到{day_words(held.known_to)}，{held.span.words}没有数据"
            if held.known_to < held.span.start
            else f"数据从{day_words(held.begins)}开始"
        ]
    over = [] if held.is_over else [f"{held.span.words}未结束，数据截至{day_words(held.known_to)}，不与整期相比"]
    reach = [] if held.reaches(held.year_ago) or held.begins is None else [f"数据从{day_words(held.begins)}开始，上年同期不全，不作同比"]
    return over + reach


def _books(held: Material) -> list[str]:
    """Ledgers of cases that stopped, villages they do not name, cases without a closing time."""
    found = books(held)
    stale = [f"{one}，此后未报，期末数以该日为准" for one in stale_words(found)]
    return [*stale, *silent_words(found), *(f"{one}，不计入积压和时长" for one in unclosed_words(found))]


def _old_ledgers(held: Material) -> list[str]:
    """The other ledgers that end before the period does, each with its last day."""
    _, rows = fetch(held.connection, _query("brief_sources"), {"area": held.area})
    old = [
        f"{contracts()[row[0]].title if row[0] in contracts() else row[1]}只到{day_words(row[5])}"
        for row in rows
        if row[0] not in ("appeal", "dispute", "area", PUBLISHED, "price_index", "appeal_stat") and row[5] and row[5] < held.now.end
    ]
    totals = [f"诉求办理汇总只到{day_words(row[5])}" for row in rows if row[0] == "appeal_stat" and row[5] and row[5] < held.window.start]
    return [
        *([f"按年、季报送的台账中，{'、'.join(old)}，材料用其最近有数的一期"] if old else []),
        *(f"{one}，早于近12个月，本材料没有使用" for one in totals),
    ]


def _rows(held: Material) -> list[str]:
    """What became of all rows that were read, and which places are unsure."""
    names, [row] = fetch(held.connection, _query("brief_quality"), {"area": held.area})
    said = dict(zip(names, row, strict=True))
    whole = "全部数据（不限本地区）" if held.area else "全部数据"
    read = (
        f"{whole}共读取{number_words(said['read'])}行，采用{number_words(said['accepted'])}行，拒绝{number_words(said['rejected'])}行，"
        f"跳过{number_words(said['skipped'])}行"
    )
    changed = f"；后来的文件更正{number_words(said['changed'])}行" if said["changed"] else ""
    emptied = f"；{number_words(said['emptied'])}个单元格不合格、按空处理" if said["emptied"] else ""
    unsure = [f"{number_words(said['unconfirmed'])}个地区只见于台账文件，未经地区台账确认"] if said["unconfirmed"] else []
    unplaced = [f"{number_words(said['unplaced'])}件的村名对不上地区台账，未计入"] if said["unplaced"] else []
    apart = "；一行可登记多项（如一个村一季的各类设施），拆开各算一条记录，故各台账记录数之和与行数不同"
    return [*([read + changed + emptied + apart] if said["sheets"] else []), *unsure, *unplaced]


def _small(held: Material) -> list[str]:
    """How many places have too few cases to be compared, and how many cases tell no place."""
    found = places.places(held)
    judged = found.judged.get(running.ON_TIME)
    if judged is None or len(judged.standings) < 2:
        return []
    few = len(judged.standings) - len(judged.judged)
    return [f"{number_words(few)}个{found.what}{window_words(held)}{judged.indicator.counted_in}数不足{RANK_FROM}，不作比较"] if few else []


def _definitions(held: Material) -> list[str]:
    """The definitions of which a later version holds since a day within the course that is judged."""
    changed = [one for one in load_catalog().values() if one.version > 1 and one.since > held.course.start]
    return [f"{one.name}自{day_words(one.since)}起用第{one.version}版口径，与此前不同" for one in changed if one.since <= held.now.end]


def _rebased(held: Material) -> list[str]:
    catalog = load_catalog()
    return [f"{catalog[one.indicator].name}自{day_words(one.on)}起另算均值" for one in held.rebases if one.indicator in catalog]
