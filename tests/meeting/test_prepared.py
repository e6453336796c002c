"""What of the journal goes into a brief."""

from datetime import date, datetime

from reports.prepared import begun
from reports.span import span
from warehouse.brief_notes import brief_notes
from warehouse.journal_decisions import note_decision
from warehouse.journal_targets import set_target

NOTED = {"by": "党政办", "at": datetime(2026, 11, 6)}


def test_what_the_briefs_own_meeting_decided_is_for_the_next_brief(demo, tmp_path):
    for day, text in ((date(2026, 10, 9), "九月会上定的"), (date(2026, 11, 5), "十月会上定的")):
        note_decision(tmp_path, meeting=day, area="", text=text, unit="水务站", due=date(2026, 12, 1), **NOTED)
    october, november = (
        begun(demo, None, span(period), "internal", brief_notes(tmp_path, None, period)).decided for period in ("2026-10", "2026-11")
    )
    assert [one.text for one in october] == ["九月会上定的"]
    assert [one.text for one in november] == ["九月会上定的", "十月会上定的"]


def test_a_target_that_the_town_set_is_known_to_its_brief(demo, tmp_path):
    set_target(tmp_path, indicator="case_on_time_rate", value=95, basis="镇党委会定", since=date(2026, 1, 1), **NOTED)
    held = begun(demo, None, span("2026-10"), "internal", brief_notes(tmp_path, None, "2026-10"))
    assert [(one.indicator, one.value) for one in held.aims] == [("case_on_time_rate", 95)]


def test_notes_are_read_as_the_journal_stood(tmp_path):
    note_decision(tmp_path, meeting=date(2026, 10, 9), area="", text="甲", unit="水务站", due=date(2026, 12, 1), **NOTED)
    at = brief_notes(tmp_path, None, "2026-10").position
    note_decision(tmp_path, meeting=date(2026, 10, 9), area="", text="乙", unit="水务站", due=date(2026, 12, 1), **NOTED)
    assert [one.text for one in brief_notes(tmp_path, None, "2026-10", up_to=at).decisions] == ["甲"]
    assert brief_notes(tmp_path, None, "2026-10").position == at + 1
