"""Screenshots of every page at every size, light and dark: python -m tests.browser.shots FOLDER [--data DIR] [--only cases]."""

import argparse
import tempfile
from pathlib import Path

from tests.browser.board import PAGES, SIZES, chromium, serving, settle
from tests.pages.township import build


def shoot(address: str, folder: Path, pages: dict[str, str]) -> None:
    """Write one whole-page picture a page, size and theme into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                for name, path in pages.items():
                    page.goto(address + path)
                    settle(page)
                    _grow(page, width, height)
                    page.screenshot(path=folder / f"{name}-{size}-{theme}.png")
                    page.set_viewport_size({"width": width, "height": height})
                page.close()


def _grow(page, width: int, height: int) -> None:
    """Make the window as tall as the page: the board scrolls inside itself, so a full-page picture would cut it."""
    tall = page.evaluate("document.querySelector('.stMainBlockContainer')?.getBoundingClientRect().height ?? 0")
    page.set_viewport_size({"width": width, "height": max(height, int(tall) + 60)})
    page.wait_for_timeout(600)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", choices=list(PAGES))
    given = parser.parse_args()
    pages = {given.only: PAGES[given.only]} if given.only else PAGES
    with tempfile.TemporaryDirectory() as scratch, serving(given.data or build(Path(scratch))) as address:
        shoot(address, given.folder, pages)


if __name__ == "__main__":
    main()
