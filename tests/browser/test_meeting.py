"""会议材料 in a real browser: the page at three widths, and the projector by keyboard, readable from the last row and from a small photo."""

import re
from urllib.parse import unquote

import pytest

from etl.load import load_demo
from tests.browser.board import SIZES, serving, settle
from tests.browser.test_board import Visit, is_clean

pytestmark = pytest.mark.browser

SCREENS = {"1920x1080": (1920, 1080), "1280x720": (1280, 720)}
SMALLEST, PHOTO, LEGIBLE = 24, 480, 10  # pixels: of any letter; the width of a small photo; of a heading's letters in it
WAIT = 60_000
COUNT, AT = ".stage-foot em", "投影"
KINDS = {"chart": ".st-key-stage-chart", "table": ".brief-table", "said": ".st-key-stage-body"}  # what a screen shows, and how it is told

# Every visible text of the stage that is smaller than it may be, with its size before the stage enlarges it.
TOO_SMALL = """(least) => {
  const stage = document.querySelector('.st-key-stage'), small = [];
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.nodeValue.trim() || parent.closest('style, script') || !parent.getClientRects().length) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < least) small.push(`${text.nodeValue.trim().slice(0, 20)} ${size}`);
  }
  return small;
}"""
# What reaches out of the screen or over the last line.
OUTSIDE = """() => {
  const foot = document.querySelector('.stage-foot').getBoundingClientRect(), keys = document.querySelector('.st-key-stage-keys').getBoundingClientRect();
  const body = [...document.querySelector('.st-key-stage-body').children].map(one => one.getBoundingClientRect().bottom);
  const stage = document.querySelector('.st-key-stage');
  return [keys.bottom <= innerHeight, Math.max(...body) <= foot.top + 1, stage.scrollWidth <= innerWidth, document.documentElement.scrollWidth <= innerWidth];
}"""


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


@pytest.mark.parametrize("size", SCREENS)
def test_every_letter_can_be_read_and_nothing_leaves_the_screen(projector, demonstration, size):
    one = projector(1, SCREENS[size])
    page, seen, screen = one.page, {}, 1
    while len(seen) < len(KINDS):
        is_readable(page, screen)
        seen.setdefault(next(kind for kind, mark in KINDS.items() if page.locator(mark).count()), screen)
        screen += 1
        press(page, "ArrowRight", on(screen))
    page.goto(f"{demonstration}meeting?{AT}={seen['chart']}")
    page.wait_for_function(on(seen["chart"]))
    rest(page)
    press(page, "ArrowDown", trail("按村"))
    is_readable(page, "villages")
    press(page, "ArrowDown", trail("明细"))
    is_readable(page, "rows")
    assert one.elsewhere == []
    assert one.complaints == []


def is_readable(page, what) -> None:
    assert page.evaluate(TOO_SMALL, SMALLEST) == [], what
    assert page.evaluate(OUTSIDE) == [True] * 4, what
    heading = page.locator("h1.message").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    wide = page.viewport_size["width"]
    assert heading >= (40 if wide == 1920 else 34), what
    assert heading * PHOTO / wide >= LEGIBLE, what
    assert "演示数据" in page.locator(".stage-foot").inner_text(), what
    assert "数据截至" in page.locator(".stage-foot").inner_text(), what


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_clean_on_a_full_brief(browser, demonstration, size):
    one = Visit(browser, size)
    one.go(f"{demonstration}meeting")
    one.page.locator(".st-key-paper").wait_for()
    is_clean(one, size)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    one.page.close()


def test_a_sentence_opens_to_as_many_rows_as_it_counts(browser, demonstration):
    one = Visit(browser)
    page = one.go(f"{demonstration}meeting")
    button = page.locator("[class*='st-key-open-basis-running-running-late'] button").first
    button.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-testid=stDataFrame]").first.wait_for()
    assert page.get_by_role("dialog").count() == 1
    page.close()


def test_a_word_file_comes_at_a_click(browser, demonstration):
    page = Visit(browser).go(f"{demonstration}meeting")
    with page.expect_download(timeout=WAIT) as waiting:
        page.get_by_role("button", name=re.compile("下载 Word")).click()
    assert waiting.value.suggested_filename.endswith("_2026-10_内部版.docx")
    assert waiting.value.path().read_bytes().startswith(b"PK")
    page.close()
