"""How each kind of paragraph of a Word brief stands: fonts, sizes and distances of GB/T 9704, once, for the styles and for every run."""

from dataclasses import dataclass

TITLE_FONT, HEAD_FONT, KAI, FANG, SONG, LATIN = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体", "Times New Roman"
INSTEAD = {
    TITLE_FONT: "宋体,SimSun",
    KAI: "楷体,KaiTi",
    FANG: "仿宋,FangSong",
    HEAD_FONT: "SimHei",
    SONG: "SimSun",
}  # where a machine has it not
PITCH = 579  # twentieths of a point: 22 lines of 28.95 pt stand in 225 mm
CLOSER = -5  # twentieths of a point between signs: 28 signs of 16 pt stand in 156 mm
RED = "9E1B32"


@dataclass(frozen=True, kw_only=True)
class Role:
    """A paragraph style: its id, the name that Word shows, fonts, size in points; `line` is its exact height in twentieths of a point (0: as
    high as what stands in it), `first`, `left` and `hanging` are indents in hundredths of a character."""

    id: str
    name: str
    font: str
    size: float
    latin: str = LATIN
    is_bold: bool = False
    align: str = "left"
    line: int = PITCH
    before: int = 0
    after: int = 0
    first: int = 0
    left: int = 0
    hanging: int = 0
    closer: int = 0
    outline: int | None = None
    is_kept_with_next: bool = False
    is_kept_whole: bool = False
    starts_page: bool = False
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A character style: how words stand out within their paragraph; a blank font leaves the paragraph's."""

    id: str
    name: str
    font: str = ""
    is_bold: bool = False


NORMAL = Role(id="Normal", name="Normal", font=FANG, size=16, closer=CLOSER)
BODY = Role(id="BodyText", name="Body Text", font=FANG, size=16, first=200, closer=CLOSER)
MESSAGE = Role(id="Message", name="主旨句", font=FANG, size=16, first=200, closer=CLOSER, is_bold=True, is_kept_with_next=True)
SUMMARY = Role(id="Summary", name="摘要正文", font=FANG, size=16, first=200, closer=CLOSER)
SUMMARY_TIGHT = Role(id="SummaryTight", name="摘要正文（紧）", font=FANG, size=14, line=480, first=200, closer=CLOSER)
SUMMARY_CLOSE = Role(id="SummaryClose", name="摘要正文（密）", font=FANG, size=12, line=335, first=200, closer=CLOSER)
TITLE = Role(id="Title", name="Title", font=TITLE_FONT, size=22, align="center", line=700, is_kept_with_next=True)
ISSUED = Role(id="Issued", name="题头说明", font=KAI, size=16, align="center", before=120, is_kept_with_next=True)
RULED = Role(id="Ruled", name="题头红线", font=KAI, size=16, align="center", after=200, rule=RED, is_kept_with_next=True)
SUMMARY_HEAD = Role(id="SummaryHead", name="摘要标题", font=HEAD_FONT, size=16, align="center", outline=0, is_kept_with_next=True)
HEAD_1 = Role(id="Heading1", name="heading 1", font=HEAD_FONT, size=16, first=200, outline=0, is_kept_with_next=True)
HEAD_2 = Role(id="Heading2", name="heading 2", font=KAI, size=16, first=200, outline=1, is_kept_with_next=True)
REMARK = Role(id="Remark", name="核对说明", font=KAI, size=14, line=480, left=200, is_kept_whole=True)
CAPTION = Role(
    id="Caption", name="caption", font=HEAD_FONT, size=12, align="center", line=400, before=120, after=60, is_kept_with_next=True
)
FIGURE = Role(id="Figure", name="图", font=FANG, size=12, align="center", line=0, is_kept_with_next=True)
NOTE = Role(id="Note", name="图注", font=SONG, size=10.5, align="left", line=340, before=60, after=160, is_kept_whole=True)
NOTE_ABOVE = Role(id="NoteAbove", name="表前注", font=SONG, size=10.5, align="left", line=340, after=60, is_kept_with_next=True)
SPACE = Role(id="Space", name="表后空行", font=SONG, size=6, line=160)
END = Role(id="SectionEnd", name="分节", font=SONG, size=1, line=20)
ANNEX_LIST = Role(id="AnnexList", name="附件说明", font=FANG, size=16, left=650, hanging=450, closer=CLOSER)
ANNEX_NEXT = Role(id="AnnexNext", name="附件说明（续）", font=FANG, size=16, left=650, hanging=150, closer=CLOSER)
ANNEX_MARK = Role(id="AnnexMark", name="附件序号", font=HEAD_FONT, size=16, align="left", is_kept_with_next=True, starts_page=True)
ANNEX_TITLE = Role(
    id="AnnexTitle", name="附件标题", font=TITLE_FONT, size=18, align="center", line=600, after=120, outline=0, is_kept_with_next=True
)
HEADER = Role(id="Header", name="header", font=HEAD_FONT, size=10.5, align="left", line=320)
FOOTER = Role(id="Footer", name="footer", font=SONG, size=9, align="left", line=220)
PAGE_ODD = Role(id="PageOdd", name="页码（单页）", font=SONG, latin=SONG, size=14, align="right", line=320)
PAGE_EVEN = Role(id="PageEven", name="页码（双页）", font=SONG, latin=SONG, size=14, align="left", line=320)
TABLE_SIZES = {12: "小四", 10.5: "五号", 9: "小五", 8: "细字"}


def _table_roles(key: str, name: str, font: str, align: str, is_kept: bool = False) -> dict[float, Role]:
    """A style a size of type for the cells of one kind."""
    return {
        size: Role(
            id=f"{key}{round(size * 2)}",
            name=f"{name}（{word}）",
            font=font,
            size=size,
            align=align,
            line=round(size * (25 if size < 9 else 28)),
            is_kept_with_next=is_kept,
        )
        for size, word in TABLE_SIZES.items()
    }


TABLE_TEXT = _table_roles("TableText", "表文", SONG, "left")
TABLE_WORD = _table_roles("TableWord", "表中短语", SONG, "center")
TABLE_NUMBER = _table_roles("TableNumber", "表数", SONG, "right")
TABLE_HEAD = _table_roles("TableHead", "表头", HEAD_FONT, "center", True)
ROLES = (
    NORMAL, BODY, MESSAGE, SUMMARY, SUMMARY_TIGHT, SUMMARY_CLOSE, TITLE, ISSUED, RULED, SUMMARY_HEAD, HEAD_1, HEAD_2, REMARK, CAPTION, FIGURE, NOTE, NOTE_ABOVE, SPACE, END, ANNEX_LIST, ANNEX_NEXT,
    ANNEX_MARK,
    ANNEX_TITLE, HEADER, FOOTER, PAGE_ODD, PAGE_EVEN, *TABLE_TEXT.values(), *TABLE_WORD.values(), *TABLE_NUMBER.values(), *TABLE_HEAD.values(),
)  # fmt: skip

LEAD, EDITED, STRONG = "lead", "edited", "strong"
MARKS = {
    LEAD: Mark(id="Lead", name="提示词", font=HEAD_FONT, is_bold=True),
    EDITED: Mark(id="Edited", name="人工编辑", font=KAI),
    STRONG: Mark(id="Strong", name="Strong", is_bold=True),
}
