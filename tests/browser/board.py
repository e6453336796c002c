"""A real server and a real browser for the tests and the screenshots."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
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
    "causes": "causes",
    "causes-backlog": "causes?问题=积压从哪来",
    "causes-steps": "causes?问题=慢在哪一步",
    "village": "village",
    "dictionary": "dictionary",
}
START_SECONDS = 60


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """The board on a data directory, in a process of its own; yields its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT,
        env={**os.environ, "GOVERNANCE_DATA": str(data_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}/"
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


def settle(page) -> None:
    """Wait until the script has run and every chart is drawn."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_function(
        """() => window.__boardSpeaksChinese && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
              && [...document.querySelectorAll('.js-plotly-plot')].every(chart => chart.querySelector('.main-svg'))
              && document.querySelector('.footer, [data-testid=stAlert], [data-testid=stDataFrame]')""",
        timeout=60_000,
    )
    page.wait_for_timeout(700)
