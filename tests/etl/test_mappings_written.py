"""A mapping made by hand and saved recognises the platform's next file, on the page and on the command line."""

import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from etl import contract
from etl.chosen import Chosen, Given
from etl.inspection import inspect
from etl.load import load
from etl.written import known_mappings, save_mapping
from tests.etl.drawn import SHARED, ask, write_csv
from warehouse.folder import current_name
from warehouse.journal import JournalError, append, writing
from warehouse.journal_mappings import MAPPING, mappings_written, withdraw_mapping

AT = datetime(2026, 4, 1, 9)
MARCH = "ID | WHEN | WHERE | FROM | NOTE\n1 | 2026-03-01 | 柳沟村 | 市长热线 | x\n2 | 2026-03-02 | 石桥村 | 12345 | y\n"
APRIL = "ID | WHEN | WHERE | FROM | NOTE | NEW\n1 | 2026-03-01 | 柳沟村 | 市长热线 | x | q\n3 | 2026-04-02 | 石桥村 | 市长热线 | y | q\n"
CHOSEN = Chosen(
    source="appeal", ledger="市长热线平台", columns={"ID": "case_id", "WHEN": "received_at", "WHERE": "village", "FROM": "source_channel", "NOTE": None},
    values={"source_channel": {"市长热线": "12345"}},
)  # fmt: skip


def saved(data: Path, path: Path, chosen: Chosen = CHOSEN, title: str = "市长热线平台导出"):
    """Saves what was chosen for the one sheet of a file; the choices by sheet, and the number of the mapping."""
    choices = {(path.name, path.stem): chosen}
    found = inspect([path], choices, data)[0]
    assert found.refused == ""
    return choices, save_mapping(data, found.applied, title=title, by="办公室", at=AT)


@pytest.fixture
def march(tmp_path) -> Path:
    return write_csv(tmp_path / "三月.csv", MARCH)


def test_next_month_is_recognised_without_a_question(tmp_path, march):
    data = tmp_path / "data"
    choices, number = saved(data, march)
    first = load(data, [march], chosen=choices)
    assert (first.status, first.batches[0].mapping) == ("published", f"own-{number}")
    april = write_csv(tmp_path / "四月.csv", APRIL)
    found = inspect([april], None, data)[0]
    assert (found.mapping, found.is_recognised_mapping, found.refused) == ("市长热线平台导出", True, "")
    batch = load(data, [april]).batches[0]
    assert (batch.mapping, batch.new, batch.unchanged, batch.unknown_columns) == (f"own-{number}", 1, 1, ("NEW",))


def test_the_same_file_once_saved_and_once_recognised_is_the_same_batch(tmp_path, march):
    data = tmp_path / "data"
    unsaved = load(data, [march], chosen={("三月.csv", "三月"): CHOSEN})
    choices, _ = saved(data, march)
    assert load(data, [march]).status == "unchanged"
    assert load(data, [march], chosen=choices).status == "unchanged"
    assert unsaved.batches[0].batch_id in current_batches(data)


def current_batches(data: Path) -> list[str]:
    return [row[0] for row in ask(data, "select batch_id from import_batch")]


def test_a_mapping_of_another_data_folder_is_not_known(tmp_path, march):
    saved(tmp_path / "data", march)
    assert load(tmp_path / "other", [march]).status == "refused"
    assert [name for name in known_mappings(tmp_path / "other") if name.startswith("own")] == []


def test_a_file_that_lacks_one_of_its_headers_is_not_taken_for_the_platforms(tmp_path, march):
    saved(tmp_path / "data", march)
    other = write_csv(tmp_path / "别的.csv", MARCH.replace("FROM", "VIA"))
    assert inspect([other], None, tmp_path / "data")[0].source is None


def test_a_later_mapping_stands_before_an_earlier_one_and_a_withdrawn_one_is_gone(tmp_path, march):
    data = tmp_path / "data"
    saved(data, march)
    _, number = saved(data, march, Chosen(source="appeal", columns={**CHOSEN.columns, "FROM": None}), "第二版")
    assert inspect([march], None, data)[0].mapping == "第二版"
    withdraw_mapping(data, number, "办公室", AT)
    assert inspect([march], None, data)[0].mapping == "市长热线平台导出"
    assert [one.title for one in mappings_written(data)] == ["市长热线平台导出"]


def test_the_command_line_sees_it(tmp_path, march):
    data = tmp_path / "data"
    _, number = saved(data, march)
    command = [sys.executable, "-m", "etl"]
    sources = subprocess.run([*command, "sources", "--data", str(data)], capture_output=True, text=True, check=True).stdout
    assert f"own-{number}  映射“市长热线平台导出” → appeal" in sources
    asked = ["--data", str(data), "--json", "--mapping", f"own-{number}"]
    done = subprocess.run([*command, "load", str(march), *asked], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["batches"][0]["accepted"] == 2


@pytest.mark.parametrize(("title", "says"), [("", "起一个名称"), ("月" * 61, "最多 60 个字"), ("平台13912345678", "号码")])
def test_a_name_that_cannot_be_kept_is_refused_in_a_sentence(tmp_path, march, title, says):
    with pytest.raises(JournalError, match=says):
        saved(tmp_path / "data", march, title=title)
    assert mappings_written(tmp_path / "data") == []


def test_saving_the_same_again_adds_nothing(tmp_path, march):
    _, first = saved(tmp_path / "data", march)
    _, second = saved(tmp_path / "data", march)
    assert first == second


def test_a_mapping_that_a_newer_contract_no_longer_fits_is_left_out(tmp_path, march):
    data = tmp_path / "data"
    saved(data, march)
    body = {"title": "旧", "source": "appeal", "ledger": "旧", "declared": {"columns": {"ID": "no_such_column"}}}
    with writing(data) as connection:
        append(connection, MAPPING.kind, by="办公室", at=AT, body=body)
    assert inspect([march], None, data)[0].mapping == "市长热线平台导出"


# -- a real platform ---------------------------------------------------------------------------------------------------

PINGSHAN = {
    "REC_ID": "case_id", "EVENT_SRC_NAME": "source_channel", "EVENT_PROPERTY_NAME": "appeal_kind", "EVENT_TYPE_NAME": "category_1",
    "MAIN_TYPE_NAME": "category_2", "SUB_TYPE_NAME": "category_3", "DISTRICT_NAME": "county", "STREET_NAME": "town",
    "COMMUNITY_NAME": "village", "CREATE_TIME": "received_at", "DISPOSE_UNIT_NAME": "handler_unit",
    "INTIME_ARCHIVE_NUM": "is_on_time_reported",
}  # fmt: skip
SOURCES = {"@坪山": "小程序", "美丽深圳": "小程序", "政府信箱": "领导信箱", "固话投诉": "部门热线"}


@pytest.fixture
def without_pingshan(tmp_path, monkeypatch):
    """The board without the mapping that ships for this platform."""
    shutil.copytree(contract.MAPPINGS, tmp_path / "mappings")
    (tmp_path / "mappings" / "pingshan.toml").unlink()
    monkeypatch.setattr(contract, "MAPPINGS", tmp_path / "mappings")
    contract.mappings.cache_clear()
    yield
    contract.mappings.cache_clear()


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real public files is not beside the project")
@pytest.mark.usefixtures("without_pingshan")
def test_a_mapping_by_hand_of_the_gb18030_file_recognises_its_utf8_twin(tmp_path):
    data = tmp_path / "data"
    files = [SHARED / "cases" / f"坪山区民生诉求_{encoding}.csv" for encoding in ("gb18030", "utf8")]
    first, twin = (Given(name=path.name, content=path.read_bytes()) for path in files)
    assert inspect([first], None, data)[0].source is None
    key = (first.name, files[0].stem)
    columns = Chosen(source="appeal", columns=PINGSHAN, ledger="坪山区民生诉求")
    tried = load(data, [first], chosen={key: columns}, publish=False)
    unknown = {one.value for found in tried.checked.values() for one in found.unknown_values}
    assert unknown <= set(SOURCES)
    chosen = {key: Chosen(source="appeal", columns=PINGSHAN, ledger="坪山区民生诉求", values={"source_channel": SOURCES})}
    save_mapping(data, inspect([first], chosen, data)[0].applied, title="坪山平台", by="办公室", at=AT)
    assert load(data, [first], chosen=chosen).batches[0].accepted == 10_000
    found = inspect([twin], None, data)[0]
    assert (found.mapping, found.is_recognised_mapping, found.refused) == ("坪山平台", True, "")
    batch = load(data, [twin], expected=current_name(data)).batches[0]
    assert (batch.new, batch.changed, batch.unchanged) == (0, 0, 10_000)
