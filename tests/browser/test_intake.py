"""Importing as a clerk does it, in a real browser: an unknown platform matched by hand, its twin recognised, two at once, one who leaves, a server killed."""

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.browser.board import ROOT, running, serving, settle, standing
from tests.browser.test_board import ENGLISH, KNOWN_LATIN, read
from tests.etl.drawn import SHARED, ask
from tests.pages.township import build_empty
from warehouse.folder import current_name, folder_of
from warehouse.lock import is_free, writer_lock

pytestmark = pytest.mark.browser

BY_HAND = {
    "REC_ID": "工单编号", "CREATE_TIME": "受理时间", "EVENT_SRC_NAME": "诉求来源", "EVENT_PROPERTY_NAME": "诉求类型", "DISTRICT_NAME": "县区",
    "STREET_NAME": "乡镇", "COMMUNITY_NAME": "村", "INTIME_ARCHIVE_NUM": "是否按期",
}  # fmt: skip
MEANS = {"@坪山": "小程序", "美丽深圳": "小程序", "固话投诉": "部门热线"}
OWN = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b|坪山区民生诉求_(?:gb18030|utf8)(?:\.csv)?")  # the clerk's own headers and file names
WAIT_MILLISECONDS = 60_000
HEAD = "工单编号,乡镇,村,诉求来源,受理时间,办结期限,联系电话\n"
PHONE = "13912345678"


def copied(folder: Path) -> Path:
    """The project without the mapping that ships for the platform: a copy of what runs."""
    for name in ("access", "data", "etl", "indicators", "pages", "reports", "static", "warehouse", ".streamlit"):
        leave = shutil.ignore_patterns("__pycache__", "warehouse", "inbox", "access", "journal.sqlite") if name == "data" else None
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    shutil.copyfile(ROOT / "dashboard.py", folder / "dashboard.py")
    (folder / "etl" / "mappings" / "pingshan.toml").unlink()
    return folder


@pytest.fixture
def visit(browser):
    """A function: the intake page of a board in a browser of its own."""
    contexts = []

    def opened(address: str):
        contexts.append(browser.new_context(viewport={"width": 1366, "height": 768}))
        page = contexts[-1].new_page()
        page.goto(address)
        settle(page)
        page.get_by_role("link", name="数据导入").first.click()
        page.get_by_text("把文件拖到这里").first.wait_for()
        settle(page)
        return page

    yield opened
    for one in contexts:
        one.close()


def drop(page, *files) -> None:
    page.locator("[data-testid=stFileUploader] input").set_input_files(list(files))


def csv(name: str, *ids: str) -> dict:
    lines = "".join(f"{id},试写镇,柳沟村,12345,2026-09-01,2026-09-08,{PHONE}\n" for id in ids)
    return {"name": name, "mimeType": "text/csv", "buffer": (HEAD + lines).encode()}


def choose(page, row, name: str) -> None:
    """Picks from the list of a row by typing, as a person does."""
    settle(page)  # the pick before is taken up
    box = row.locator("input").first
    standing(page, box)
    box.click()
    page.keyboard.type(name)
    page.get_by_role("option", name=re.compile(f"^{re.escape(name)}(（必需）)?$")).first.click()


def row_of(page, text: re.Pattern | str):
    return page.locator("[data-testid=stHorizontalBlock]").filter(has=page.get_by_text(text)).last


def speaks_chinese(page) -> None:
    said = KNOWN_LATIN.sub("", OWN.sub("", read(page)))
    assert [line for line in said.splitlines() if ENGLISH.search(line)] == []


def answered(page, text: str | re.Pattern) -> None:
    page.get_by_text(text).first.wait_for(timeout=WAIT_MILLISECONDS)
    settle(page)
    speaks_chinese(page)


@pytest.mark.shared
def test_an_unknown_platform_is_matched_by_hand_and_its_next_file_recognised(visit, tmp_path, monkeypatch):
    cases = SHARED / "cases"
    if not cases.exists():
        pytest.skip("no folder of real files beside the project")
    data = tmp_path / "data"
    monkeypatch.setenv("GOVERNANCE_DEMO", "off")
    with serving(data, copied(tmp_path / "project")) as address:
        page = visit(address)
        speaks_chinese(page)
        drop(page, cases / "坪山区民生诉求_gb18030.csv")
        answered(page, "看不出是哪种台账")
        choose(page, page.locator("[class*=st-key-intake-source-]"), "诉求工单")
        answered(page, "还缺必需的列：工单编号、受理时间")
        for header, column in BY_HAND.items():
            choose(page, row_of(page, re.compile(f"^{header}$")), column)
        settle(page)
        page.get_by_role("button", name="检查这些表").click()
        answered(page, "采用 3,636 + 拒绝 6,364")
        for value, choice in MEANS.items():
            choose(page, row_of(page, re.compile(f"“{value}”")), choice)
        settle(page)
        page.get_by_role("button", name="记下并重新检查").click()
        answered(page, "采用 10,000 + 拒绝 0 + 跳过 0")
        assert "9,071/9,995" in read(page)
        assert ask(data, "select count(*) from case_record") == [(0,)]
        page.get_by_role("button", name="发布 10,000 行").click()
        answered(page, "已发布 1 张表")
        page.get_by_role("link", name="看“诉求办理”").click()
        page.wait_for_function("document.querySelector('h1')?.innerText === '诉求办理'")
        settle(page)
        assert "坪山区受理量 71 件" in read(page) and "63/71" in read(page)
        page.get_by_role("link", name="数据导入").first.click()
        page.locator("[data-testid=stFileUploader]").wait_for()
        drop(page, cases / "坪山区民生诉求_utf8.csv")
        answered(page, "未变 10,000")
        assert "映射“坪山区民生诉求_gb18030”" in page.inner_text(".stMainBlockContainer")
        assert page.locator("[class*=st-key-intake-pick-]").count() == 0


@pytest.fixture(scope="module")
def board(browser, tmp_path_factory):
    """The address and the data folder of an empty board."""
    data = build_empty(tmp_path_factory.mktemp("board"))
    with serving(data) as address:
        yield address, data


def cases_of(data: Path) -> list[str]:
    return [row[0] for row in ask(data, "select case_id from case_record order by 1")]


def test_two_publish_at_the_same_moment_and_nothing_is_lost(visit, board):
    address, data = board
    pages = [visit(address), visit(address)]
    for page, name, id in zip(pages, ("甲.csv", "乙.csv"), ("A1", "B1"), strict=True):
        drop(page, csv(name, id))
        answered(page, "采用 1 + 拒绝 0")
    with writer_lock(folder_of(data)):  # both have clicked before either can begin
        for page in pages:
            page.get_by_role("button", name="发布 1 行").click()
            page.get_by_text("读取《").first.wait_for()
            speaks_chinese(page)
    done, told = re.compile("已发布 1 张表"), re.compile("已被别的操作更新，这次没有发布")
    for page in pages:
        page.get_by_text(done).or_(page.get_by_text(told)).first.wait_for(timeout=WAIT_MILLISECONDS)
    late = [page for page in pages if page.get_by_text(told).count()]
    assert len(late) == 1 and len(cases_of(data)) == 1
    late[0].get_by_role("button", name="按现在的数据重新检查").click()
    late[0].get_by_role("button", name="发布 1 行").click(timeout=WAIT_MILLISECONDS)
    answered(late[0], done)
    assert cases_of(data) == ["A1", "B1"]


def test_closing_the_browser_in_the_middle_leaves_the_board_as_it_was(visit, board):
    address, data = board
    before = current_name(data)
    page = visit(address)
    drop(page, csv("丙.csv", "C1"))
    answered(page, "采用 1 + 拒绝 0")
    with writer_lock(folder_of(data)):
        page.get_by_role("button", name="发布 1 行").click()
        page.get_by_text("正在发布").first.wait_for()
        page.context.close()
        time.sleep(1)  # the server hears of it
    ends_at = time.monotonic() + 30
    while time.monotonic() < ends_at and (list(folder_of(data).glob("scratch-*")) or not is_free(folder_of(data) / "WRITER.lock")):
        time.sleep(0.2)
    assert list(folder_of(data).glob("scratch-*")) == list(folder_of(data).glob("build-*")) == []
    assert current_name(data) == before and "C1" not in cases_of(data)
    assert PHONE.encode() not in b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_killing_the_server_in_the_middle_leaves_the_board_as_it_was(visit, tmp_path):
    data = build_empty(tmp_path / "data")
    before, folder = current_name(data), folder_of(data)
    with running(data) as (address, process):
        page = visit(address)
        drop(page, csv("丁.csv", *(f"D{number}" for number in range(20_000))))
        answered(page, "采用 20,000 + 拒绝 0")
        page.get_by_role("button", name="发布 20,000 行").click()
        while not list(folder.glob("build-*")) and current_name(data) == before:
            time.sleep(0.01)
        process.kill()
        process.wait(20)
    assert (current_name(data), cases_of(data)) == (before, [])
    with serving(data) as address:
        page = visit(address)
        drop(page, csv("丁.csv", "D1"))
        answered(page, "采用 1 + 拒绝 0")
        page.get_by_role("button", name="发布 1 行").click()
        answered(page, "已发布 1 张表")
    assert cases_of(data) == ["D1"]
    assert list(folder.glob("build-*")) == list(folder.glob("scratch-*")) == []
