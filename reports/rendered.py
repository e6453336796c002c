"""The files of a brief: each by its kind, the same bytes for the same brief, named alike by the page and the command."""

import re
from collections.abc import Callable, Iterable, Mapping

from reports.brief import Brief
from reports.settled import settled
from reports.sheets import sheets_file
from reports.slides import slides_file
from reports.word import word_file

WORD, SLIDES, SHEETS, PORTABLE = "docx", "pptx", "xlsx", "pdf"
KINDS = (WORD, SLIDES, SHEETS)
UNFIT = re.compile(r'[\\/:*?"<>|\s]')  # for the name of a file


def rendered(brief: Brief, kinds: Iterable[str] = KINDS, template: bytes | None = None) -> dict[str, bytes]:
    """The files of these kinds (docx, pptx, xlsx), in their order; the slides in the look of a template where one is given.

    Raises slides_layouts.TemplateError for what is no template.
    """
    makers: Mapping[str, Callable[[], bytes]] = {
        WORD: lambda: word_file(brief),
        SLIDES: lambda: slides_file(brief, template),
        SHEETS: lambda: sheets_file(brief),
    }
    return {kind: settled(makers[kind](), brief.made.on) for kind in kinds}


def file_name(brief: Brief, kind: str) -> str:
    """What the file of a kind is called: 会议材料_沙泉镇_2026-10_内部版.docx."""
    place = UNFIT.sub("", brief.place) or "全部"
    return f"会议材料_{place}_{brief.period}_{brief.edition_words}.{kind}"
