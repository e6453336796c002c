"""The guarded board in a real browser: signing in, charts, tables, an upload and a download under the strict policy, and out again."""

import re
from urllib.parse import unquote

import pytest

from access import accounts, log
from indicators.scheme import default_scheme
from reports.scheme_book import write_scheme
from tests.access.office import LOOKER, MANAGER, running, served, with_accounts
from tests.browser.board import SIZES, free_port, settle
from tests.pages.township import build

pytestmark = pytest.mark.browser
VISITED = ["", "cases", "income", "signals", "assessment", "assessment?考核内容=办法", "village", "intake", "batches", "dictionary"]
ENGLISH = re.compile(r"[A-Za-z]{3,}")
WATCH = "addEventListener('securitypolicyviolation', event => console.error('policy ' + event.violatedDirective + ' ' + event.blockedURI))"


@pytest.fixture(scope="module")
def office(made_once):
    """The data folder of a guarded board."""
    return with_accounts(made_once("township", build)[1])


@pytest.fixture(scope="module")
def guarded(browser, office):
    """Its address; somebody has opened it before, since a first visit by deep link is a test of its own."""
    with served(office) as client:
        page = browser.new_page()
        sign_in(page, client.origin, MANAGER)
        settle(page)
        page.context.close()
        yield client.origin


def sign_in(page, address: str, account: tuple[str, str], path: str = "/") -> None:
    page.goto(address + path)
    page.fill("[name=name]", account[0])
    page.fill("[name=password]", account[1])
    page.click("button")


@pytest.fixture
def page(browser):
    """A page of a browser that is signed in nowhere; `said` and `asked` hold what went wrong and whom it asked."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    opened.add_init_script(WATCH)
    opened.said, opened.asked = [], set()
    opened.on("console", lambda message: opened.said.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: opened.asked.add(re.split("[/?]", request.url)[2]) if "://" in request.url else None)
    yield opened
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_in_fits_the_window_and_speaks_chinese(browser, guarded, size, theme):
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    page.goto(guarded + "/cases")
    box = page.get_by_role("button", name="登录").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height and box["height"] >= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not ENGLISH.search(page.locator("body").inner_text() + page.title())
    page.get_by_label("账号").fill("谁")
    page.get_by_label("口令").fill("x")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() in ("账号或口令不对。",) or "请在" in page.get_by_role("alert").inner_text()
    page.close()


def test_the_board_works_under_the_policy_and_asks_nobody_else(page, guarded, office):
    sign_in(page, guarded, MANAGER, "/cases")
    settle(page)
    assert "/cases" in page.url
    for path in VISITED:
        page.goto(f"{guarded}/{path}")
        settle(page)
        assert page.locator("h1").count() == 1, path
    page.goto(f"{guarded}/assessment?考核内容=办法")
    settle(page)
    page.locator("[data-testid=stFileUploader] input").set_input_files(
        {"name": "办法.xlsx", "mimeType": "application/octet-stream", "buffer": write_scheme(default_scheme())}
    )
    page.get_by_text("办法.xlsx").first.wait_for()
    settle(page)
    with page.expect_download() as held:
        page.get_by_role("button", name="下载办法").first.click()
    assert held.value.suggested_filename.endswith(".xlsx")
    assert page.asked == {guarded.split("//")[1]}
    assert [one for one in page.said if "policy" in one.lower() or "refused" in one.lower()] == []
    assert ("党政办", "导出") in [(one.account, one.what) for one in log.lines(office)]


def test_who_may_only_look_has_no_upload_and_the_way_out_leads_to_the_sign_in(page, guarded):
    sign_in(page, guarded, LOOKER, "/assessment?考核内容=办法")
    settle(page)
    assert page.locator("[data-testid=stFileUploader]").count() == 0
    assert page.get_by_text("当前账号只能查看").count() > 0
    page.get_by_role("link", name="退出登录").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login")
    page.goto(guarded + "/cases")
    assert "/login" in page.url


def test_an_open_page_leads_to_the_sign_in_when_its_session_is_ended_and_back_again(page, guarded, office):
    accounts.add(office, "驻村组", accounts.LOOK, "river-side-4431")
    sign_in(page, guarded, ("驻村组", "river-side-4431"), "/income")
    settle(page)
    accounts.set_password(office, "驻村组", "hill-side-9920")
    page.wait_for_url("**/login?next=*", timeout=30_000)
    assert "next=/income" in unquote(page.url)
    page.fill("[name=name]", "驻村组")
    page.fill("[name=password]", "hill-side-9920")
    page.click("button")
    settle(page)
    assert "/income" in page.url


def test_an_unguarded_board_on_a_network_says_what_to_do(page, tmp_path):
    port = free_port()
    with running(["streamlit", "run", "dashboard.py", "--server.port", str(port), "--server.address", "0.0.0.0"], tmp_path, port):
        page.goto(f"http://127.0.0.1:{port}/cases")
        told = page.locator("[data-testid=stAlert]").inner_text(timeout=60_000)
        assert "没有登录保护，因此不显示任何内容" in told and "python -m access serve" in told
        assert page.locator("[data-testid=stSidebarNavLink]").count() == 0
