"""The projector of 会议材料 in a real browser: paging, stepping down to villages and rows and back by keyboard and by click, a reload stays."""

import re
from urllib.parse import unquote

import pytest

from etl.load import load_demo
from tests.browser.board import serving, settle
from tests.browser.test_board import Visit

pytestmark = pytest.mark.browser

WAIT = 60_000
COUNT, AT = ".stage-foot em", "投影"


@pytest.fixture(scope="module")
def demonstration(browser, made_once):
    """The address of a board on the demonstration township, whose brief has been composed once."""
    with serving(made_once("demonstration", load_demo)[1]) as served:
        page = browser.new_page()
        page.set_default_timeout(5 * WAIT)
        page.goto(f"{served}meeting")
        page.locator(".st-key-paper").wait_for()
        settle(page)
        page.close()
        yield served


@pytest.fixture
def projector(browser, demonstration):
    """A function that opens the projector at a screen; pages are closed at the end."""
    opened = []

    def at(number: int, size=(1280, 720)) -> Visit:
        one = Visit(browser)
        opened.append(one)
        one.page.set_default_timeout(WAIT)
        one.page.set_viewport_size({"width": size[0], "height": size[1]})
        one.page.goto(f"{demonstration}meeting?{AT}={number}")
        one.page.locator(COUNT).wait_for()
        rest(one.page)
        return one

    yield at
    for one in opened:
        one.page.close()


def rest(page) -> None:
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    page.wait_for_timeout(300)
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    page.wait_for_function(
        "[...document.querySelectorAll('.st-key-stage-chart')].every(one => one.querySelector('.main-svg .trace, .main-svg .point'))"
    )


def number(page) -> int:
    return int(page.locator(COUNT).inner_text().split("/")[0])


def press(page, key: str, until: str) -> None:
    """Press a key and wait until the stage says so: a script on what the page shows."""
    page.keyboard.press(key)
    page.wait_for_function(until)
    rest(page)


def on(screen: int) -> str:
    return f"document.querySelector('{COUNT}')?.innerText.startsWith('{screen}/')"


def trail(words: str, *, is_there: bool = True) -> str:
    return f"{'' if is_there else '!'}document.querySelector('.trail')?.innerText.includes('{words}')"


def with_chart(page) -> int:
    """Turn pages until a chart is on screen; its number."""
    for _ in range(30):
        if page.locator(".st-key-stage-chart").count():
            return number(page)
        press(page, "ArrowRight", on(number(page) + 1))
    raise AssertionError("no chart in thirty screens")


def test_keys_page_and_a_reload_stays(projector):
    page = projector(2).page
    last = int(page.locator(COUNT).inner_text().split("/")[1])
    for key, to in {"ArrowRight": 3, "PageDown": 4, " ": 5, "ArrowLeft": 4, "PageUp": 3, "End": last, "Home": 1}.items():
        press(page, key, on(to))
    press(page, "ArrowRight", on(2))
    page.reload()
    page.wait_for_function(on(2))
    assert f"{AT}=2" in unquote(page.url)


def test_down_to_the_villages_and_the_rows_and_back_by_key_and_by_click(projector):
    one = projector(5)
    page = one.page
    chart = with_chart(page)
    press(page, "ArrowDown", trail("按村"))
    first = page.locator(".brief-table tr.at").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("first => document.querySelector('.brief-table tr.at').innerText !== first", arg=first)
    rest(page)
    village = page.locator(".brief-table tr.at td").first.inner_text()
    press(page, "Enter", trail("明细"))
    assert village in page.locator("h1.message").inner_text()
    shown, counted = re.search(r"(\d+) [件个].*共 (\d+) 行", page.locator(".stage-note").inner_text()).groups()
    assert shown == counted
    page.reload()
    page.wait_for_function(trail("明细"))
    rest(page)
    press(page, "Escape", trail("明细", is_there=False))
    press(page, "Backspace", trail("按村", is_there=False))
    assert number(page) == chart
    page.get_by_role("button", name="↓ 按村看").click()
    page.wait_for_function(trail("按村"))
    rest(page)
    page.locator("[data-go]").first.click()
    page.wait_for_function(trail("明细"))
    rest(page)
    press(page, "ArrowUp", trail("明细", is_there=False))
    press(page, "ArrowUp", trail("按村", is_there=False))
    page.keyboard.press("Escape")
    page.locator(".st-key-paper").wait_for()
    assert AT not in unquote(page.url)
    assert one.complaints == []
