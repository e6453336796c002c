"""What a brief says, held against what was measured, item by item: `vouched` measures every item again and keeps of it only what is borne out."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indicators.definition import load_catalog
from reports.brief import Brief, Chart, Finding, Table
from reports.brief_notes import TERMS
from reports.material import Material, basis_of
from reports.words import day_words, number_words
from tests.meeting.arithmetic import beside
from tests.meeting.readback import NUMBER, Known, again, ask_together, days_of, known_of, texts_of, unknown

BREAKS = re.compile(r"[；：，。、\n\v　]")
DIGIT = re.compile(r"\d")
PARTS = (" 分子", " 分母", " 附注")


@dataclass
class Vouched:
    """What was found right in a brief: clauses of its sentences, its tables row by row, its points by series and category."""

    clauses: set[str] = field(default_factory=set)
    tables: list[tuple[tuple[str, ...], list[tuple]]] = field(default_factory=list)
    points: dict[tuple[str, str], set] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # of series, groups and columns
    facts: tuple[str, ...] = ()
    notes: dict[str, set] = field(default_factory=dict)


def clauses(text: str) -> Iterator[str]:
    """The parts of a text between its stops that hold a digit, without blanks."""
    for one in BREAKS.split(text.replace("（续）", "")):
        if DIGIT.search(one):
            yield one.replace(" ", "")


def vouched(brief: Brief, held: Material) -> tuple[Vouched, list[tuple[str, str]]]:
    """What of a brief is borne out, and (key, number) of all that is not."""
    fresh, found, wrong = again(held), Vouched(facts=_facts(brief)), []
    items = [item for part in brief.parts for item in (*part.findings, *part.charts, *part.tables)]
    ask_together(fresh, (item.basis for item in items))
    ledgers = _ledgers(fresh)
    ends = Known(days=ledgers.days)  # the last word of a ledger is of the day it ends
    for part in brief.parts:
        total = Known(days=days_of(fresh), numbers={str(len(part.findings))})
        for item in (*part.findings, *part.charts, *part.tables):
            known = known_of(fresh, item.basis) | beside(fresh, item) | (ends if part.key == "domains" else Known())
            total |= known
            wrong += _judge(found, item, known)
        wrong += _judge_texts(found, part.key, [part.message, part.empty, getattr(part, "title", "")], total)
    wrong += [("summary", one.text) for one in brief.summary if not set(clauses(one.text)) <= found.clauses]
    wrong += _judge_texts(found, "quality", brief.quality, ledgers)
    return found, wrong + _judge_notes(found, brief, fresh)


def _judge(found: Vouched, item: Finding | Chart | Table, known: Known) -> list[tuple[str, str]]:
    wrong = _judge_texts(found, item.key, [text for text in texts_of(item) if not isinstance(item, Table)], known)
    if isinstance(item, Chart):
        return wrong + _judge_chart(found, item, known)
    if isinstance(item, Table):
        wrong += _judge_texts(found, item.key, [item.title, item.note, item.message], known)
        return wrong + _judge_table(found, item, known)
    return wrong


def _judge_texts(found: Vouched, key: str, said: Iterable[str], known: Known) -> list[tuple[str, str]]:
    wrong = []
    for text in said:
        unborne = unknown(text, known)
        wrong += [(key, one) for one in unborne]
        found.clauses |= set() if unborne else {one for one in clauses(text) if not re.fullmatch(NUMBER, one)}
    return wrong


def _judge_chart(found: Vouched, chart: Chart, known: Known) -> list[tuple[str, str]]:
    values, wrong = {f"{one:.9g}" for one in known.values}, []
    for one in chart.series:
        for at, (category, value) in enumerate(zip(chart.categories, one.values, strict=True)):
            if value is not None and f"{value:.9g}" not in values and f"{value:,.{chart.decimals}f}" not in known.numbers:
                wrong.append((chart.key, f"{one.name} {category} {value}"))
                continue
            part = one.parts[at] if one.parts else ""
            found.names |= {one.name, category}
            found.points.setdefault((one.name, category), set()).update({value, part})
            shown = "未填报" if value is None else f"{value:,.{chart.decimals}f}{chart.unit}"
            behind = f"（{part}）" if part else ""
            ways = (f"{category}{shown}{behind}", f"{category}{part}", shown, f"{category}未填报", part)
            found.clauses |= {way.replace(" ", "") for way in ways if not re.fullmatch(NUMBER, way)}
    return wrong


def _judge_table(found: Vouched, table: Table, known: Known) -> list[tuple[str, str]]:
    wrong, rows = [], []
    for row in table.rows:
        bad = [one for cell in row for one in unknown(cell.text, known)]
        bad += [cell.text for cell in row if cell.value is not None and not cell.text.startswith(f"{cell.value:,.{cell.decimals}f}")]
        wrong += [(table.key, one) for one in bad]
        rows += [] if bad else [row]
    names = tuple(column.name for column in table.columns)
    found.names |= {f"{name}{part}" for name in names for part in ("", *PARTS)}
    found.tables.append((names, rows))
    return wrong


def _facts(brief: Brief) -> tuple[str, ...]:
    made = brief.made
    said = (
        brief.title,
        brief.period_words,
        brief.period,
        made.snapshot,
        made.snapshot.removesuffix(".duckdb"),
        made.batch_words,
        *made.batches,
    )
    days = (day_words(made.on), day_words(brief.known_to))
    return tuple(sorted({one.replace(" ", "") for one in (*said, *days) if DIGIT.search(one)}, key=len, reverse=True))


def _ledgers(held: Material) -> Known:
    """What was read, by ledger and in all, and up to which days: counted over the tables of the snapshot."""
    run, known = held.connection.execute, Known(days=days_of(held))
    read = run("select rows_read, rows_accepted, rows_rejected, rows_skipped from batch_result").fetchall()
    counts = [sum(one) for one in zip(*read, strict=True)]
    counts += [sum(one) for one in zip(*run("select changed_rows, rejected_cells from import_batch").fetchall(), strict=True)]
    counts += [len(run("select * from case_unplaced").fetchall())]
    counts += [len(run("select * from area where not is_confirmed and level <> '未分村'").fetchall())]
    books: dict[tuple, int] = {}
    for ledger, channel, cases in run("select ledger, source_channel, cases from case_book where area_id is not null").fetchall():
        for key in ((ledger,), (ledger, channel)):
            books[key] = books.get(key, 0) + cases
    for source, ledger, records in run("select source, ledger, records from ledger_book union all select 'area', ledger, records from import_batch where source = 'area'").fetchall():  # fmt: skip
        books[source, ledger, 0] = books.get((source, ledger, 0), 0) + records
    for (ledger,) in run("select ledger from summary_all").fetchall():
        books["summary", ledger] = books.get(("summary", ledger), 0) + 1
    known.numbers |= {number_words(one) for one in (*counts, *books.values()) if one is not None}
    ends = run("select cutoff_at::date - 1 from case_book union select known_to from ledger_book union select cutoff_on from import_batch union select cutoff_at::date - 1 from summary_all").fetchall()  # fmt: skip
    for (day,) in ends:
        known.days |= {(day.year, day.month, day.day), (day.month, day.day), (day.year, day.month), (day.year,)} if day else set()
    since = {one.since for one in load_catalog().values()} | {held.begins}
    known.days |= {(day.year, day.month, day.day) for day in since if day}
    small = known_of(held, basis_of((f"case_{'on_time'}_rate",), held.window, ("village",)))
    return known | small


def _is_declared(one, catalog) -> bool:
    """Whether a definition is the catalog's, or a declared term with the numbers that the charts are computed with."""
    if one.name in catalog:
        real = catalog[one.name]
        return one.words.startswith(real.definition.rstrip("。")) and (one.version, one.since) == (real.version, real.since)
    declared = next(term for term in tomllib.loads(TERMS.read_text(encoding="utf-8")).values() if term["name"] == one.name)
    counted = {
        "24",
        "2.66",
        "3",
        "6",
        "13",
    }  # months looked back; Wheeler's factor; sigmas; the fewest months; below which limits are a trial
    said = set(re.findall(r"[\d.]*\d", one.words.split("判断规则")[0]))
    return said == counted and (one.version, one.since) == (declared["version"], declared["since"])


def _judge_notes(found: Vouched, brief: Brief, held: Material) -> list[tuple[str, str]]:
    """The definitions against the catalog, the sources against what the snapshot holds."""
    wrong, catalog, known = [], {one.name: one for one in load_catalog().values()}, _ledgers(held)
    for one in brief.definitions:
        is_right = _is_declared(one, catalog)
        wrong += [] if is_right else [("definition", one.name)]
        version = f"第{one.version}版，{day_words(one.since)}起"
        for text in (one.name, one.words, version, one.basis, f"（{version}）：{one.words}"):
            found.clauses |= set(clauses(text)) | set(clauses(text + "（")) | set(clauses("）" + text))
        found.clauses |= {f"{last}（{version.split('，')[0]}" for last in [*clauses(one.words)][-1:]} | {f"{one.name}（第{one.version}版"}
        found.clauses |= {f"{day_words(one.since)}起）"}
        found.notes[one.name] = {one.words.replace(" ", ""), float(one.version), one.since, one.basis}
    for one in brief.sources:
        wrong += [("source", number) for number in unknown(one.channel.replace("12345（", "（"), known)]
        wrong += [] if number_words(one.records) in known.numbers else [("source", str(one.records))]
        day = day_words(one.known_to) if one.known_to else ""
        cells = {one.ledger, one.channel, number_words(one.records), float(one.records), day, one.known_to, "、".join(one.files)}
        found.notes[one.ledger] = cells | {getattr(one, "files_words", ""), "—"}
        found.clauses |= set(clauses(f"{one.ledger}（{one.channel}）")) | set(clauses(f"来源：{one.ledger}（{one.channel}）、"))
    return wrong
