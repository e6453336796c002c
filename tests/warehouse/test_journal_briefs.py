"""The brief of an area and a period in the journal: its sections, sentences of people's own, and the finished ones with what they were made from."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from warehouse.errors import SnapshotNotFound, WarehouseError
from warehouse.folder import KEPT, folder_of, list_snapshots
from warehouse.journal import JournalError, position
from warehouse.journal_briefs import LONGEST_PROSE, archive_brief, archived, edit_finding, edits, note_plan, plan, withdraw_edit
from warehouse.journal_decisions import decisions, finish_decision, note_decision, withdraw_decision
from warehouse.journal_meetings import meetings, note_meeting, withdraw_meeting
from warehouse.journal_rebases import note_rebase, rebases, withdraw_rebase
from warehouse.journal_targets import set_target, targets
from warehouse.kept_briefs import finish_brief, kept_brief
from warehouse.snapshot import building

NOON = datetime(2026, 11, 3, 12, 0, 5)
TOWN, OTHER = "甲县/乙镇", "甲县/丙镇"
PERIOD = "2026-10"
DIGEST = "0123456789abcdef" * 4
SAID = "期末超期未办结 9 件。"


def choose(data_dir: Path, *sections: str, area: str = TOWN, period: str = PERIOD, by: str = "党政办") -> int:
    return note_plan(data_dir, area=area, period=period, sections=sections, by=by, at=NOON)


def write(data_dir: Path, text: str, *, key: str = "running.late", area: str = TOWN, period: str = PERIOD, edition: str = "internal", by: str = "综治办") -> int:  # fmt: skip
    return edit_finding(data_dir, area=area, period=period, edition=edition, key=key, original=SAID, text=text, by=by, at=NOON)


def store(data_dir: Path, digest: str = DIGEST, **changed) -> int:
    said = {"area": TOWN, "period": PERIOD, "edition": "internal", "title": "乙镇2026年10月会议材料", "snapshot": "wh-000003", "journal_position": 7, "by": "党政办"}  # fmt: skip
    return archive_brief(data_dir, digest=digest, at=NOON, **said | changed)


def publish(data_dir: Path) -> str:
    with building(data_dir) as draft:
        return draft.publish()


def finish(data_dir: Path, snapshot: str, text: str = "{}", digest: str = DIGEST) -> int:
    return finish_brief(
        data_dir, text, area=TOWN, period=PERIOD, edition="internal", title="材料", snapshot=snapshot, journal_position=0, digest=digest,
        by="党政办", at=NOON,
    )  # fmt: skip


def texts(data_dir: Path, **asked) -> list[str]:
    return [one.text for one in edits(data_dir, TOWN, PERIOD, **asked)]


def test_reading_where_nothing_was_written_creates_nothing(tmp_path):
    none = tmp_path / "none"
    assert (plan(none, TOWN, PERIOD), edits(none, TOWN, PERIOD), archived(none), kept_brief(none, DIGEST)) == (None, [], [], None)
    with pytest.raises(JournalError, match="没有第 1 号改写"):
        withdraw_edit(none, 1, "党政办", NOON)
    assert list(tmp_path.iterdir()) == []


def test_the_sections_chosen_last_stand_for_their_area_and_period(tmp_path):
    first = choose(tmp_path, "decided", "running")
    choose(tmp_path, "running", "topics", "decided")
    choose(tmp_path, "places", area=OTHER)
    choose(tmp_path, "annex", period="2026-09")
    found = plan(tmp_path, TOWN, PERIOD)
    assert (found.sections, found.entry_id, found.written_by, found.written_at) == (("running", "topics", "decided"), 2, "党政办", NOON)
    assert plan(tmp_path, TOWN, PERIOD, up_to=first).sections == ("decided", "running")
    assert plan(tmp_path, OTHER, PERIOD).sections == ("places",)
    assert plan(tmp_path, "", PERIOD) is None


def test_a_sentence_of_ones_own_comes_back_as_it_was_written(tmp_path):
    number = write(tmp_path, "  期末超期 9 件，\n已逐件交办。")
    (one,) = edits(tmp_path, TOWN, PERIOD)
    assert (one.entry_id, one.area, one.period, one.edition, one.key) == (number, TOWN, PERIOD, "internal", "running.late")
    assert (one.text, one.original, one.written_by, one.written_at) == ("期末超期 9 件， 已逐件交办。", SAID, "综治办", NOON)


def test_the_latest_sentence_stands_for_each_finding_and_edition(tmp_path):
    write(tmp_path, "先")
    write(tmp_path, "别处", area=OTHER)
    write(tmp_path, "上月", period="2026-09")
    write(tmp_path, "印发", edition="issued")
    write(tmp_path, "另一句", key="running.counts")
    write(tmp_path, "后")
    assert sorted(texts(tmp_path)) == sorted(["后", "印发", "另一句"])


def test_withdrawing_brings_back_the_data_and_not_what_was_written_before(tmp_path):
    write(tmp_path, "先")
    number = write(tmp_path, "后")
    withdraw_edit(tmp_path, number, "综治办", NOON)
    assert texts(tmp_path) == []
    with pytest.raises(JournalError, match="已经撤回过了"):
        withdraw_edit(tmp_path, number, "综治办", NOON)
    write(tmp_path, "再写")
    assert texts(tmp_path) == ["再写"]


def test_edits_are_read_as_the_journal_stood(tmp_path):
    before = position(tmp_path)
    first = write(tmp_path, "先")
    second = write(tmp_path, "后")
    gone = withdraw_edit(tmp_path, second, "综治办", NOON)
    assert [texts(tmp_path, up_to=at) for at in (before, first, second, gone, None)] == [[], ["先"], ["后"], [], []]


def test_what_else_a_brief_reads_is_read_as_the_journal_stood(tmp_path):
    """Decisions, meetings, re-bases and targets written, ended or replaced after a position are not seen from it."""
    day = date(2026, 10, 8)
    met = note_meeting(tmp_path, on=day, by="党政办", at=NOON)
    done = note_decision(tmp_path, meeting=day, area=TOWN, text="清淤", unit="水务站", due=day, by="党政办", at=NOON)
    gone = note_decision(tmp_path, meeting=day, area=TOWN, text="公示", unit="财政所", due=day, by="党政办", at=NOON)
    based = note_rebase(tmp_path, indicator="case_on_time_rate", area=TOWN, on=day, reason="换平台", by="党政办", at=NOON)
    set_target(tmp_path, indicator="case_on_time_rate", value=90, basis="办法", since=day, by="党政办", at=NOON)
    at = position(tmp_path)

    def read(up_to: int | None) -> tuple:
        return (
            decisions(tmp_path, TOWN, up_to=up_to), meetings(tmp_path, up_to=up_to), rebases(tmp_path, TOWN, up_to=up_to),
            targets(tmp_path, up_to=up_to),
        )  # fmt: skip

    before = read(None)
    finish_decision(tmp_path, done, "水务站", NOON)
    withdraw_decision(tmp_path, gone, "党政办", NOON)
    withdraw_meeting(tmp_path, met, "党政办", NOON)
    withdraw_rebase(tmp_path, based, "党政办", NOON)
    set_target(tmp_path, indicator="case_on_time_rate", value=95, basis="新办法", since=day, by="党政办", at=NOON)
    assert read(at) == before
    assert all(now != then for now, then in zip(read(None), before, strict=True))


def test_a_finished_brief_comes_back_with_what_it_was_made_from(tmp_path):
    number = store(tmp_path)
    (one,) = archived(tmp_path)
    assert (one.entry_id, one.area, one.period, one.edition, one.number) == (number, TOWN, PERIOD, "internal", 1)
    assert (one.title, one.snapshot, one.position, one.digest) == ("乙镇2026年10月会议材料", "wh-000003", 7, DIGEST)
    assert (one.written_by, one.written_at, one.made_on) == ("党政办", NOON, NOON.date())


def test_the_day_that_a_brief_names_is_kept_where_it_is_finished_on_another(tmp_path):
    store(tmp_path, made_on=date(2026, 11, 2))
    assert archived(tmp_path)[0].made_on == date(2026, 11, 2)


def test_finished_briefs_count_up_and_the_same_one_is_recorded_once(tmp_path):
    other = DIGEST[::-1]
    store(tmp_path)
    with pytest.raises(JournalError, match="已经归档"):
        store(tmp_path)
    store(tmp_path, edition="issued")
    store(tmp_path, other)
    store(tmp_path)  # back to what it was: finished again
    store(tmp_path, area=OTHER)
    assert [(one.edition, one.number, one.digest) for one in archived(tmp_path, TOWN, PERIOD)] == [
        ("internal", 1, DIGEST), ("issued", 1, DIGEST), ("internal", 2, other), ("internal", 3, DIGEST),
    ]  # fmt: skip
    assert len(archived(tmp_path)) == 5
    assert archived(tmp_path, TOWN, "2026-09") == []


@pytest.mark.parametrize(
    ("write_down", "says"),
    [
        (lambda folder: choose(folder), "至少要有一节"),
        (lambda folder: choose(folder, "running", "running"), "每节只列一次"),
        (lambda folder: choose(folder, "running", by=" "), "记录人"),
        (lambda folder: write(folder, " \n"), "请写一句话"),
        (lambda folder: write(folder, "字" * (LONGEST_PROSE + 1)), f"最多 {LONGEST_PROSE} 个字"),
        (lambda folder: write(folder, "一句", by="字" * 21), "21 个字"),
        (lambda folder: store(folder, by=""), "记录人"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence_and_leaves_no_entry(tmp_path, write_down, says):
    with pytest.raises(WarehouseError, match=says) as refused:
        write_down(tmp_path)
    assert str(refused.value).endswith("。")
    assert position(tmp_path) == 0


def test_a_long_sentence_can_be_written(tmp_path):
    write(tmp_path, "字" * LONGEST_PROSE)
    assert len(texts(tmp_path)[0]) == LONGEST_PROSE


def test_the_snapshot_of_a_finished_brief_survives_any_number_of_loads(tmp_path):
    first = publish(tmp_path)
    forgotten = publish(tmp_path)
    finish(tmp_path, first)
    for _ in range(KEPT + 1):
        publish(tmp_path)
    there = {one.name: one.labels for one in list_snapshots(tmp_path)}
    assert there[first] == (f"会议材料 {TOWN} {PERIOD}",)
    assert forgotten not in there
    assert (folder_of(tmp_path) / first).exists()


def test_the_text_of_a_finished_brief_is_kept_and_never_written_over(tmp_path):
    name = publish(tmp_path)
    finish(tmp_path, name, "第一份")
    assert kept_brief(tmp_path, DIGEST) == "第一份"
    with pytest.raises(JournalError, match="已经归档"):
        finish(tmp_path, name, "第二份")
    assert kept_brief(tmp_path, DIGEST) == "第一份"
    assert [path.name for path in (tmp_path / "briefs").iterdir()] == [f"{DIGEST}.json"]


def test_a_brief_of_a_snapshot_that_is_gone_is_not_finished(tmp_path):
    publish(tmp_path)
    with pytest.raises(SnapshotNotFound):
        finish(tmp_path, "wh-000009-20260101T000000-00000000.duckdb")
    assert archived(tmp_path) == []
    assert kept_brief(tmp_path, DIGEST) is None


def test_a_name_that_is_no_digest_opens_no_file(tmp_path):
    with pytest.raises(ValueError, match="no digest"):
        kept_brief(tmp_path, "../journal")


def store_all(data_dir: Path) -> None:
    for number in range(40):
        try:
            store(data_dir, f"{number:064x}")
        except JournalError as error:
            assert "已经归档" in str(error)


def test_two_windows_that_finish_briefs_never_give_a_number_twice(tmp_path):
    # as commands: a spawned child would rerun whatever page a test before left as main
    code = "import sys; from pathlib import Path; from tests.warehouse.test_journal_briefs import store_all; store_all(Path(sys.argv[1]))"
    windows = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in "甲乙"]
    assert [window.wait(120) for window in windows] == [0, 0]
    numbers = [one.number for one in archived(tmp_path)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 40 <= len(numbers) <= 80
