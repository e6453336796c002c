"""考核评估 in a real browser: from the screen alone one can say what a village's change is made of, at three widths, down to the rows."""

import re
from urllib.parse import unquote

import pytest

from etl.load import load_demo
from tests.browser.board import SIZES, click_at, serving, settle

pytestmark = pytest.mark.browser

VILLAGE = "砚禾村"
TALL = 3000  # pixels in which the whole page stands, so that nothing is clicked outside of the window


@pytest.fixture(scope="module")
def demonstration(browser, made_once):
    """The address of a board on the demonstration township."""
    with serving(made_once("demonstration", load_demo)[1]) as served:
        yield served


def opened(browser, address: str, width: int, height: int):
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address)
    settle(page)
    return page


def tenths(text: str) -> int:
    return round(float(text.replace("−", "-")) * 10)


@pytest.mark.parametrize("size", SIZES)
def test_the_first_screen_says_what_a_change_is_made_of(browser, demonstration, size):
    page = opened(browser, f"{demonstration}assessment?考核内容=一个村&被考核村={VILLAGE}", *SIZES[size])
    headline = page.locator(".st-key-headline")
    box, said = headline.bounding_box(), headline.inner_text()
    assert box["y"] + box["height"] < SIZES[size][1]
    change = re.search(r"比2026年第2季度([多少]) ([\d.]+) 分（([\d.]+) → ([\d.]+)）：其中(.*)", said)
    sign = 1 if change[1] == "多" else -1
    assert sign * tenths(change[2]) == tenths(change[4]) - tenths(change[3])
    parts = [tenths(one) for one in re.findall(r" ([+−][\d.]+) 分", change[5])]
    assert len(parts) == 4 and sum(parts) == sign * tenths(change[2])
    assert re.search(r"\d+/\d+", change[5])
    assert "差异不显著" in said or "超出" in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    page.close()


def test_a_row_of_the_town_opens_the_village_and_its_figure_opens_the_rows(browser, demonstration):
    page = opened(browser, f"{demonstration}assessment", SIZES["1366x768"][0], TALL)
    click_at(page, page.locator(".st-key-block-assess-table [data-testid=stDataFrame]"), across=0.22, down=130)
    page.get_by_text("得分表", exact=False).first.wait_for()
    page.locator(".st-key-block-assess-sheet").wait_for()
    settle(page)
    assert f"被考核村={VILLAGE}" in unquote(page.url)
    assert VILLAGE in page.locator(".st-key-block-assess-sheet h2").inner_text()
    click_at(page, page.locator(".st-key-block-assess-sheet [data-testid=stDataFrame]"), across=0.3, down=128)
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-testid=stDataFrame]").wait_for()
    assert "应开展 12 次" in dialog.inner_text()
    assert VILLAGE in dialog.inner_text()
    page.close()
