"""A finished brief read back: which text counts, and what is said of one that would come out differently."""

import dataclasses
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reports import final_score
from reports.archive import ALTERED, CHANGED, CHECKS, GONE, LISTED, OUTDATED, RETIRED, SAME, UNREADABLE, differences, finished, standing
from reports.brief import Brief, Cell, Section
from reports.brief_text import brief_text, read_brief
from reports.claims import guard
from reports.prepared import begun, prepared
from reports.rendered import rendered
from reports.span import span
from tests.meeting.drawn import DRAWN, poor, rich
from tests.pages import ruled_town
from tests.pages.ruled_town import NOON, TOWN
from warehouse.brief_notes import brief_notes
from warehouse.folder import KEPT, current_name, names
from warehouse.journal import position
from warehouse.journal_briefs import Archived, archived, edit_finding, edits, note_plan, withdraw_edit
from warehouse.journal_decisions import decisions, finish_decision, note_decision
from warehouse.journal_rebases import note_rebase
from warehouse.kept_briefs import finish_brief, kept_brief
from warehouse.snapshot import building, is_outdated, open_snapshot

PERIOD, MADE_ON = "2025-09", date(2025, 10, 9)
MET = date(2025, 8, 29)
SECTIONS = ("running", "problems", "decided")


def changed_section(brief: Brief, number: int, **changed) -> Brief:
    sections = list(brief.sections)
    sections[number] = replace(sections[number], **changed)
    return replace(brief, sections=tuple(sections))


def with_sentence(brief: Brief, text: str) -> Brief:
    first, *others = brief.sections[1].findings
    return changed_section(brief, 1, findings=(replace(first, text=text), *others))


def with_cell(brief: Brief) -> Brief:
    (table,) = brief.sections[3].tables
    (first, *cells), *rows = table.rows
    return changed_section(brief, 3, tables=(replace(table, rows=((first, Cell(text="1/2"), *cells[1:]), *rows)),))


def with_point(brief: Brief) -> Brief:
    (chart,) = brief.sections[1].charts
    first, *others = chart.series
    return changed_section(brief, 1, charts=(replace(chart, series=(replace(first, values=(50.0, *first.values[1:])), *others)),))


MOVED = {
    "a sentence": (lambda brief: with_sentence(brief, "10月共受理 113 件。"), "“总体运行情况”：原为“10月共受理 112 件，9月 98 件；应办结 104 件，办结 101 件。”，现为“10月共受理 113 件。”"),
    "a cell": (with_cell, "“分村情况”：表“各村近 12 个月办理情况”不同"),
    "a point": (with_point, "“总体运行情况”：图“按期办结率低于往常范围下限：10月 77.9%（81/104）”不同"),
    "a message": (lambda brief: changed_section(brief, 0, message=""), "现为无"),
    "why it is empty": (lambda brief: changed_section(brief, 4, empty="台账未上报。"), "现为“台账未上报。”"),
    "a section less": (lambda brief: replace(brief, sections=brief.sections[1:]), "少了“上次议定事项落实情况”一节"),
    "a section more": (lambda brief: replace(brief, annexes=(*brief.annexes, Section(key="more", title="新的"))), "多了“新的”一节"),
    "the order": (lambda brief: replace(brief, sections=brief.sections[::-1]), "各节的顺序不同"),
    "the summary": (lambda brief: replace(brief, summary=brief.summary[1:]), "“摘要”：原为"),
    "a definition": (lambda brief: replace(brief, definitions=(replace(brief.definitions[0], version=2), *brief.definitions[1:])), "口径换了版本：按期办结率"),
    "the day": (lambda brief: replace(brief, made=replace(brief.made, on=date(2026, 11, 4))), "生成日期不同：2026-11-03 与 2026-11-04"),
    "the snapshot": (lambda brief: replace(brief, made=replace(brief.made, snapshot="wh-2")), "数据版本不同"),
    "the edition": (lambda brief: replace(brief, edition="issued"), "版本不同：内部版 与 印发版"),
    "the sources": (lambda brief: replace(brief, sources=()), "数据来源、数据质量或其他附注不同"),
    "the quality": (lambda brief: replace(brief, quality=()), "数据来源、数据质量或其他附注不同"),
    "a basis": (lambda brief: changed_section(brief, 1, findings=(replace(brief.sections[1].findings[0], basis=None), *brief.sections[1].findings[1:])), "“总体运行情况”：依据不同"),
}  # fmt: skip


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
def test_the_same_brief_made_anew_is_the_one_that_was_finished(drawn):
    text, digest = finished(drawn())
    found = standing(text, digest, drawn())
    assert (found.check, found.brief, found.differences) == (SAME, drawn(), ())
    assert differences(drawn(), drawn()) == []


@pytest.mark.parametrize(("change", "says"), MOVED.values(), ids=MOVED)
def test_the_kept_text_stands_and_what_would_be_different_is_said(change, says):
    kept, other = rich(), change(rich())
    text, digest = finished(kept)
    found = standing(text, digest, other)
    assert (found.check, found.brief) == (CHANGED, kept)
    assert says in "".join(found.differences)
    assert all(sentence.endswith("。") and guard(sentence) for sentence in found.differences)


def test_any_field_of_a_brief_that_differs_is_a_difference():
    """No field can be added to the model that this would pass over."""
    other = {"title": "别的", "area": "甲县", "place": "别处", "period": "2026-09", "period_words": "2026年9月", "edition": "issued", "known_to": date(2026, 9, 30),
             "is_synthetic": False, "made": replace(rich().made, batches=("9",)), "summary": (), "sections": (), "annexes": (), "definitions": (), "sources": (), "quality": ()}  # fmt: skip
    assert set(other) == {field.name for field in dataclasses.fields(Brief)}
    for name, value in other.items():
        assert differences(rich(), replace(rich(), **{name: value})), name


def test_many_changes_of_a_section_are_counted_and_not_all_told():
    (said,) = differences(
        rich(), changed_section(rich(), 1, findings=tuple(replace(one, text="改") for one in rich().sections[1].findings), message="改")
    )
    assert said.count("原为") == LISTED
    assert "等 5 处" in said


@pytest.mark.parametrize("why", [OUTDATED, RETIRED, GONE])
def test_where_it_cannot_be_made_anew_the_kept_text_stands_and_says_why(why):
    text, digest = finished(rich())
    found = standing(text, digest, why)
    assert (found.check, found.brief, found.words) == (why, rich(), CHECKS[why])
    assert "以归档的为准" in found.words


@pytest.mark.parametrize("kept", [None, brief_text(poor()), brief_text(rich()).replace("112", "113")], ids=["gone", "another", "altered"])
def test_a_kept_text_that_somebody_changed_is_never_shown(kept):
    _, digest = finished(rich())
    for remade in (OUTDATED, GONE, with_sentence(rich(), "改")):
        assert standing(kept, digest, remade) == standing(None, digest, GONE)
    assert standing(kept, digest, GONE).check == ALTERED


def test_a_kept_text_that_is_lost_does_no_harm_where_it_can_be_made_anew():
    _, digest = finished(rich())
    assert standing(None, digest, rich()).check == SAME


def test_a_text_of_another_program_is_not_guessed_at():
    text = brief_text(rich()).replace('"known_to"', '"reaches"')
    digest = final_score.digest(text)
    assert standing(text, digest, GONE).check == UNREADABLE


def test_how_it_was_checked_is_a_sentence_without_its_stop():
    assert all(words and not words.endswith("。") for words in CHECKS.values())


@pytest.fixture
def town(made_once):
    """The town of three villages in a data directory of one's own."""
    return made_once("ruled_town", ruled_town.build)[1]


def made(folder: Path, snapshot: str, area: str, at: int, edition: str = "internal", on: date = MADE_ON) -> Brief:
    """The brief of the town, as the page and the command make it."""
    held = brief_notes(folder, area, PERIOD, up_to=at)
    with open_snapshot(folder, snapshot) as connection:
        return prepared(begun(connection, area, span(PERIOD), edition, held), held, snapshot=snapshot, on=on)


def remade(folder: Path, one: Archived) -> Brief | str:
    if one.snapshot not in names(folder):
        return GONE
    return OUTDATED if is_outdated(folder, one.snapshot) else made(folder, one.snapshot, one.area, one.position, one.edition, one.made_on)


def write(folder: Path, area: str, brief: Brief, text: str) -> int:
    one = next(finding for part in brief.sections for finding in part.findings)
    return edit_finding(
        folder,
        area=area,
        period=PERIOD,
        edition="internal",
        key=one.key,
        original=one.original or one.text,
        text=text,
        by="综治办",
        at=NOON,
    )


def finish(folder: Path, brief: Brief) -> Archived:
    text, digest = finished(brief)
    finish_brief(
        folder, text, area=brief.area, period=PERIOD, edition=brief.edition, title=brief.title, snapshot=brief.made.snapshot,
        journal_position=brief.made.position, digest=digest, by="党政办", at=NOON, made_on=brief.made.on,
    )  # fmt: skip
    return archived(folder, brief.area, PERIOD)[-1]


def prepare(folder: Path) -> Brief:
    """The town's brief, with a decision, a re-base, and some sections in an order of their own."""
    note_decision(folder, meeting=MET, area=TOWN, text="清积压", unit="综治办", due=date(2025, 9, 20), by="党政办", at=NOON)
    note_rebase(folder, indicator="case_on_time_rate", area=TOWN, on=date(2025, 8, 1), reason="换平台", by="党政办", at=NOON)
    note_plan(folder, area=TOWN, period=PERIOD, sections=SECTIONS, by="党政办", at=NOON)
    return made(folder, current_name(folder), TOWN, position(folder))


def test_a_finished_brief_is_the_same_byte_for_byte_after_three_loads_and_another_scheme(town):
    write(town, TOWN, prepare(town), "九月受理 7,777 件，群众满意。")
    brief = made(town, current_name(town), TOWN, position(town))
    own = next(one for one in brief.findings() if one.is_edited)
    assert "“7,777 件”" in "".join(own.mismatches)
    one, files = finish(town, brief), rendered(brief)
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    ruled_town.load_cases(town, "工单3.csv", first=0, count=60, late=1)  # cases that were there, closed later
    ruled_town.load_cases(town, "工单4.csv", first=900, count=30, late=3, months=(9,))
    assert ruled_town.adopt(town, ruled_town.scheme(name="新办法"), date(2025, 2, 1)) == 2
    finish_decision(town, decisions(town)[0].entry_id, "综治办", NOON)
    note_decision(town, meeting=MET, area=TOWN, text="又一件", unit="水务站", due=date(2025, 9, 25), by="党政办", at=NOON)
    note_rebase(town, indicator="case_received_count", area=TOWN, on=date(2025, 9, 1), reason="合并", by="党政办", at=NOON)
    withdraw_edit(town, edits(town, TOWN, PERIOD)[0].entry_id, "综治办", NOON)
    write(town, TOWN, brief, "后来又改。")
    note_plan(town, area=TOWN, period=PERIOD, sections=SECTIONS[:2], by="党政办", at=NOON)

    found = standing(kept_brief(town, one.digest), one.digest, remade(town, one))
    assert (found.check, found.brief, found.differences) == (SAME, brief, ())
    assert brief_text(found.brief).encode() == kept_brief(town, one.digest).encode()
    assert rendered(found.brief) == files
    assert rendered(read_brief(kept_brief(town, one.digest))) == files
    now = made(town, current_name(town), TOWN, position(town))
    assert len(differences(brief, now)) >= 3


def test_a_brief_made_from_other_data_is_told_from_the_finished_one(town):
    brief = prepare(town)
    one = finish(town, brief)
    ruled_town.load_cases(town, "工单2.csv", first=500, count=40, late=2)
    other = made(town, current_name(town), TOWN, one.position)
    found = standing(kept_brief(town, one.digest), one.digest, other)
    assert (found.check, found.brief) == (CHANGED, brief)
    assert any("受理" in told for told in found.differences)


def test_a_snapshot_of_an_earlier_program_is_not_computed_with(town, monkeypatch):
    brief = prepare(town)
    one = finish(town, brief)
    monkeypatch.setattr("warehouse.snapshot.build_id", lambda: "another")
    found = standing(kept_brief(town, one.digest), one.digest, remade(town, one))
    assert (found.check, found.brief) == (OUTDATED, brief)


def test_the_snapshot_of_a_finished_brief_outlives_later_ones(town):
    brief = prepare(town)
    one = finish(town, brief)
    for _ in range(KEPT + 1):
        with building(town) as draft:
            draft.publish()
    assert one.snapshot in names(town)
    assert standing(None, one.digest, remade(town, one)).check == SAME
