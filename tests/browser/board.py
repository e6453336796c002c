"""A real server and a real browser for the tests and the screenshots."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080), "390x844": (390, 844)}
PAGES = {
    "overview": "",
    "cases": "cases",
    "cases-time": "cases?再看=办结要多久",
    "cases-process": "cases?再看=办理过程",
    "disputes": "disputes",
    "income": "income",
    "infrastructure": "infrastructure",
    "industry": "industry",
    "party": "party",
    "signals": "signals",
    "causes": "causes",
    "causes-backlog": "causes?问题=积压从哪来",
    "causes-steps": "causes?问题=慢在哪一步",
    "compare": "compare",
    "assessment": "assessment",
    "assessment-village": "assessment?考核内容=一个村",
    "assessment-what-if": "assessment?考核内容=试算与对照",
    "assessment-scheme": "assessment?考核内容=办法",
    "assessment-ruling": "assessment?考核内容=加减分与定稿",
    "village": "village",
    "meeting": "meeting",
    "intake": "intake",
    "batches": "batches",
    "batches-quality": "batches?数据内容=质量",
    "batches-versions": "batches?数据内容=版本",
    "batches-health": "batches?数据内容=数据库",
    "dictionary": "dictionary",
}
START_SECONDS = 60
SETTLE_SECONDS = 60
LOOK_MILLISECONDS, STILL_LOOKS = 100, 6
HOVER_MILLISECONDS, POINT_TIMES = 500, 20


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(data_dir: Path, project: Path = ROOT) -> Iterator[str]:
    """The board on a data directory, in a process of its own; yields its address. `project`: a copy of the project to run."""
    with running(data_dir, project) as (address, _):
        yield address


@contextmanager
def running(data_dir: Path, project: Path = ROOT) -> Iterator[tuple[str, subprocess.Popen]]:
    """The same; yields the address and the process, for a test that kills it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--server.headless", "true"],
        cwd=project,
        env={**os.environ, "GOVERNANCE_DATA": str(data_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: subprocess.Popen) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the board did not start (exit {process.poll()})")


@contextmanager
def chromium() -> Iterator[object]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        try:
            yield browser
        finally:
            browser.close()


# What is on the page and where, once the script has run and every chart is drawn; empty before that.
LAID_OUT = """() => {
  const ready = window.__boardSpeaksChinese && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && [...document.querySelectorAll('.js-plotly-plot')].every(chart => chart.querySelector('.main-svg'))
    && document.querySelector('.footer, [data-testid=stAlert], [data-testid=stDataFrame]');
  if (!ready) return '';
  const boxes = [...document.querySelectorAll('[data-testid=stElementContainer], .js-plotly-plot, .main-svg')].map(one => {
    const box = one.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height].map(Math.round).join(' ');
  });
  return [window.innerWidth, document.body.innerText, ...boxes].join('\\n');
}"""


def settle(page) -> None:
    """Wait until the script has run, every chart is drawn and nothing on the page has moved for a while."""
    page.wait_for_selector("h1", timeout=SETTLE_SECONDS * 1000)
    _still(page, lambda: page.evaluate(LAID_OUT))


def _still(page, look: Callable[[], object]) -> object:
    """What `look` sees, once it has been the same for STILL_LOOKS looks in a row; nothing to see is not the same."""
    seen, times, ends_at = None, 0, time.monotonic() + SETTLE_SECONDS
    while times < STILL_LOOKS:
        if time.monotonic() > ends_at:
            raise TimeoutError("the page did not come to rest")
        now = look()
        seen, times = now, times + 1 if now and now == seen else 1 if now else 0
        page.wait_for_timeout(LOOK_MILLISECONDS)
    return seen


def standing(page, element) -> dict:
    """The box of an element in the window, in pixels, scrolled to and once it no longer moves."""
    element.scroll_into_view_if_needed()
    return _still(page, element.bounding_box)


def point_at(page, mark) -> str:
    """Move the mouse onto the middle of a mark of a chart until what it says on hovering is there; that text.

    A page that is still making room moves its marks away from under the mouse: then the mark is looked for again where it is now.
    """
    hover = page.locator(".hoverlayer .hovertext")
    for _ in range(POINT_TIMES):
        box = standing(page, mark)
        page.mouse.move(0, 0)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
        page.wait_for_timeout(HOVER_MILLISECONDS)
        if hover.count() and mark.bounding_box() == box:
            return hover.first.text_content()
    raise TimeoutError("pointing at a mark of a chart showed nothing")


def click_at(page, element, across: float, down: float) -> None:
    """Click a point of an element that does not say what lies where, such as a table drawn on a canvas.

    `across` is a share of its width, `down` pixels from its upper edge.
    """
    box = standing(page, element)
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + down)
