"""The matrix of who reported what, clicked as a person does."""

import re
from urllib.parse import quote

import pytest

from tests.browser.board import standing
from tests.browser.test_board import Visit

pytestmark = pytest.mark.browser


def test_a_cell_of_the_matrix_opens_to_its_rows(browser, address):
    visit = Visit(browser)
    page = visit.go(f"{address}batches?{quote('数据内容=质量', safe='=')}")
    cell = page.locator(".js-plotly-plot").first.locator(".bars .point path").first
    box = standing(page, cell)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    dialog = page.get_by_role("dialog")
    download = dialog.get_by_text(re.compile(r"下载 \d+ 行"))
    download.wait_for()
    said = re.search(r"已报 (\d+) 件", dialog.inner_text()).group(1)
    assert download.inner_text() == f"下载 {said} 行（CSV）"
    assert visit.complaints == []
    page.close()
