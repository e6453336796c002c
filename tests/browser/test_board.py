"""The board as a person meets it: a real server, a real Chromium, every page at every size in light and dark."""

import re
from urllib.parse import quote, unquote, urlparse

import pytest

from etl.load import load
from tests.browser.board import PAGES, SIZES, click_at, point_at, serving, settle
from tests.pages.township import build

pytestmark = pytest.mark.browser

LEFT_OVER = re.compile(r"\b(nan|None|NaT|inf|NaN|undefined|null)\b")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# The same in Chinese papers; names of the town's own files; digests.
KNOWN_LATIN = re.compile(r"CSV|Wilson|Excel|Word|PowerPoint|PDF|[\w-]+\.(?:xlsx?|csv)\b|\b(?=\w*\d)[0-9a-f]{8,12}\b")
PHONE = "390x844"
# A phone opens the board at its own width; a window on a desk is opened once and then made as large as the next screen.
SCREENS = {"desk": [size for size in SIZES if size != PHONE], "phone": [PHONE]}

# Whether the paper of the board is as dark as asked.
PAPER = """isDark => (parseInt(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/)[0]) < 128) === isDark"""


class Visit:
    """A page with everything it complained of and asked for."""

    def __init__(self, browser, size="1366x768"):
        width, height = SIZES[size]
        self.page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        self.complaints, self.elsewhere = [], []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _said(self, message):
        # On a deep link Streamlit looks for its server beside the page before it looks at the root; that first look is answered 404.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            self.complaints.append(message.text)

    def _asked(self, request):
        parts = urlparse(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.elsewhere.append(request.url)

    def go(self, address):
        self.page.goto(address)
        settle(self.page)
        return self.page

    def shine(self, theme):
        self.page.emulate_media(color_scheme=theme)
        self.page.wait_for_function(PAPER, arg=theme == "dark")

    def resize(self, size):
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        settle(self.page)


@pytest.fixture
def visit(browser):
    """A function that opens a fresh page; pages are closed at the end."""
    opened = []

    def make(size="1366x768"):
        opened.append(Visit(browser, size))
        return opened[-1]

    yield make
    for one in opened:
        one.page.close()


# Every text and every spoken label; icon names are drawn as pictures and commands are typed as they stand, so both are left out.
READ = """() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement.closest('script,style,noscript,code,[translate=no]')) said.push(node.nodeValue);
    } else {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) if (node.getAttribute(name)) said.push(node.getAttribute(name));
    }
  }
  return said.join('\\n');
}"""


def read(page) -> str:
    return page.evaluate(READ)


@pytest.mark.parametrize("sizes", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean(visit, address, name, sizes):
    one = visit(sizes[0])
    one.go(address + PAGES[name])
    for theme in ("light", "dark"):
        one.shine(theme)
        for size in sizes:
            one.resize(size)
            is_clean(one, size)


def is_clean(one, size):
    page, text = one.page, read(one.page)
    assert (page.evaluate("window.innerWidth"), page.evaluate("window.innerHeight")) == SIZES[size]
    assert one.complaints == [], size
    assert one.elsewhere == [], size
    assert not LEFT_OVER.search(text), size
    assert not ENGLISH.findall(KNOWN_LATIN.sub("", text)), size
    assert "演示数据" in text, size
    assert page.evaluate("document.documentElement.lang") == "zh-CN", size
    if size != PHONE:
        wide = page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth - document.querySelector('[data-testid=stMain]').clientWidth"
        )
        assert wide <= 0, size


def test_a_figure_is_never_cut_off(visit, address):
    page = visit().go(address)
    cut = page.evaluate("[...document.querySelectorAll('.figure .value')].filter(one => one.scrollWidth > one.clientWidth).length")
    assert cut == 0


def test_a_first_visit_by_deep_link_after_a_restart_shows_the_frame(visit, data_dir, browser):
    with serving(data_dir) as fresh:
        one = visit()
        page = one.go(f"{fresh}cases?{quote('周期')}={quote('季')}")
        page.wait_for_timeout(500)
        assert page.locator("[role=dialog]").count() == 0
        assert page.locator("h1").inner_text() == "诉求办理"
        assert page.locator("[data-testid=stSidebarNavLink]").count() == len({path.partition("?")[0] for path in PAGES.values()})
        assert "2026年第4季度" in page.locator(".st-key-headline").inner_text()
        assert "演示数据" in page.locator(".banner").inner_text()


def test_an_address_that_does_not_exist_is_said_in_chinese(visit, address):
    one = visit()
    one.page.goto(f"{address}nowhere")
    dialog = one.page.wait_for_selector("[role=dialog]")
    one.page.wait_for_function("document.querySelector('[role=dialog]').innerText.includes('您要打开的页面不存在')")
    assert "没有这个页面" in dialog.inner_text()
    assert not ENGLISH.search(dialog.inner_text())


def test_filters_survive_a_page_change_and_a_reload(visit, address):
    page = visit().go(address)
    page.get_by_role("radio", name="季").click()
    page.locator(".stSelectbox input").first.click()
    page.get_by_role("option", name="东湾村").click()
    page.wait_for_function("document.querySelector('.st-key-headline')?.innerText.includes('东湾村')")
    settle(page)
    assert "东湾村" in unquote(page.url)
    page.get_by_role("link", name="诉求办理").click()
    page.wait_for_function("document.querySelector('h1')?.innerText === '诉求办理'")
    settle(page)
    for _ in range(2):
        said = page.locator(".st-key-headline").inner_text()
        assert "2026年第4季度" in said
        assert "东湾村" in said
        page.reload()
        settle(page)


CASES = "工单编号,乡镇,村,诉求类型,受理时间,办理时限,办结时间\nA1,石泉镇,柳沟村,投诉,2026-11-02,2026-11-09,2026-11-05\n"


def test_a_choice_that_a_newer_version_does_not_know_is_no_longer_shown(visit, made_once, tmp_path):
    _, folder = made_once("township", build)
    with serving(folder) as served:
        page = visit().go(f"{served}cases")
        choices = page.locator("[data-testid=stSidebar] .stSelectbox input")
        assert [one.input_value() for one in choices.all()] == ["试写镇", "2024年11月", "2026年10月"]
        (tmp_path / "工单_截至2026年11月20日.csv").write_text(CASES, encoding="utf-8")
        assert load(folder, [*tmp_path.iterdir()]).demonstration_removed
        page.get_by_role("link", name="矛盾纠纷").click()
        page.wait_for_function("document.querySelector('h1')?.innerText === '矛盾纠纷'")
        page.get_by_role("link", name="诉求办理").click()
        page.wait_for_function("document.querySelector('.st-key-headline')?.innerText.includes('石泉镇')")
        settle(page)
        assert [one.input_value() for one in choices.all()] == ["石泉镇", "2026年11月", "2026年11月"]


def named(text: str) -> int:
    return int(re.search(r"([\d,]+) 件", text).group(1).replace(",", ""))


def rows_in(dialog) -> int:
    """How many rows a details dialog lists, over all its pages."""
    dialog.locator("[data-testid=stDataFrame]").wait_for()
    return int(dialog.locator("[role=grid]").first.get_attribute("aria-rowcount")) - 1


def test_a_card_opens_to_as_many_rows_as_it_names(visit, address):
    page = visit().go(address)
    button = page.locator(".st-key-open-case_overdue_open_count button")
    asked = named(button.inner_text())
    button.click()
    dialog = page.get_by_role("dialog")
    assert rows_in(dialog) == asked
    assert f"{asked} 件" in dialog.inner_text()


def test_a_mark_in_a_chart_opens_to_its_rows(visit, address):
    one = visit()
    page = one.go(f"{address}cases")
    hover = point_at(page, page.locator(".js-plotly-plot").first.locator(".points path").nth(10))
    page.mouse.down()
    page.mouse.up()
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-testid=stDataFrame]").wait_for()
    assert str(named(hover)) in dialog.inner_text()
    assert "2025年9月" in dialog.inner_text()
    assert one.complaints == []


def test_a_number_in_a_table_opens_to_its_rows(visit, address):
    page = visit().go(address)
    click_at(page, page.locator(".st-key-block-todo [data-testid=stDataFrame]"), across=0.22, down=56)
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-testid=stDataFrame]").wait_for()
    assert rows_in(dialog) == named(dialog.locator("strong").first.inner_text())


def test_a_download_opens_in_excel_with_its_chinese(visit, address):
    page = visit().go(address)
    page.locator(".st-key-open-case_overdue_open_count button").click()
    dialog = page.get_by_role("dialog")
    asked = rows_in(dialog)
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name=re.compile("下载")).last.click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("文件,工作表,行号,批次")
    assert len(lines) - 1 == asked
