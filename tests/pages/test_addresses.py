"""A page is opened by the name of its file: the tests open most pages so, without the first page before it."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [
    f"{path.relative_to(ROOT)}" for folder in ("monitor", "review", "data") for path in sorted((ROOT / "pages" / folder).glob("[!_]*.py"))
]


def test_every_page_opens_by_its_own_address(board):
    titles = {page: board("empty", page).title[0].value for page in PAGES}
    assert len(set(titles.values())) == len(PAGES), titles
