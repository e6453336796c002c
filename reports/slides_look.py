"""The look of our own slides: sizes, colours and fonts, and where the parts of a slide stand, all in points of a page of 960 × 540."""

from dataclasses import dataclass

WIDTH, HEIGHT = 960, 540  # 13.333 × 7.5 inches, 16:9
LATIN = EAST = "微软雅黑"
PAPER, WASH, INK, QUIET, HAIR = "fbfaf7", "f1efe9", "1f2933", "4d5a66", "dfdcd3"
BRAND = "9e1b32"  # one thin line, and never a meaning
THEME = {
    "dk1": INK, "lt1": PAPER, "dk2": QUIET, "lt2": WASH, "accent1": "1f5fa8", "accent2": "b4540f", "accent3": "5b6f82",
    "accent4": "7a5fa3", "accent5": "23807c", "accent6": "866a1c", "hlink": "1f5fa8", "folHlink": "5b6f82",
}  # fmt: skip
TITLE_POINTS, LEAST_TITLE, COVER_POINTS = 30, 28, 40
SAID_POINTS = (28, 26, 24, 22, 20, 18)
TABLE_POINTS, CHART_POINTS = (18, 16, 15, 14), (18, 16, 14)
NOTE_POINTS, TAG_POINTS, FOOT_POINTS, SPEAKER_POINTS = 16, 16, 11, 12
COVER, SAID, CHART, TABLE, DECIDED, ANNEX = "cover", "said", "chart", "table", "decided", "annex"
LAYOUT_NAMES = {COVER: "标题页", CHART: "一句话+图", TABLE: "一句话+表", SAID: "要点", DECIDED: "议定事项", ANNEX: "附录表"}
SECTION, TAG, NOTE = "栏目", "演示标记", "图表说明"  # placeholders beside title and content, found by these names


@dataclass(frozen=True, kw_only=True)
class Box:
    """A place on the page, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A placeholder of a layout: of which type, under which number and name, where, and its type; `prompt` tells a person what belongs there."""

    kind: str
    number: int
    name: str
    box: Box
    points: float
    prompt: str
    colour: str = "tx1"
    is_bold: bool = False
    align: str = "l"
    anchor: str = "t"
    fill: str = ""


TITLE_SLOT = Slot(
    kind="title", number=0, name="标题", box=Box(left=45, top=46, width=870, height=80), points=TITLE_POINTS, prompt="一句话说清这一页",
    is_bold=True, anchor="ctr",
)  # fmt: skip
SECTION_SLOT = Slot(
    kind="body",
    number=20,
    name=SECTION,
    box=Box(left=45, top=18, width=690, height=26),
    points=TAG_POINTS,
    prompt="栏目",
    colour="tx2",
    anchor="ctr",
)
TAG_SLOT = Slot(
    kind="body", number=21, name=TAG, box=Box(left=805, top=18, width=110, height=26), points=TAG_POINTS, prompt="演示标记", colour="bg1",
    is_bold=True, align="ctr", anchor="ctr", fill="tx2",
)  # fmt: skip
FOOT_SLOT = Slot(
    kind="ftr",
    number=22,
    name="来源",
    box=Box(left=45, top=498, width=780, height=34),
    points=FOOT_POINTS,
    prompt="来源",
    colour="tx2",
    anchor="ctr",
)
NUMBER_SLOT = Slot(
    kind="sldNum",
    number=23,
    name="页码",
    box=Box(left=845, top=498, width=70, height=34),
    points=14,
    prompt="‹#›",
    colour="tx2",
    align="r",
    anchor="ctr",
)
NOTE_SLOT = Slot(
    kind="body",
    number=12,
    name=NOTE,
    box=Box(left=45, top=446, width=870, height=48),
    points=NOTE_POINTS,
    prompt="怎样看",
    colour="tx2",
    anchor="ctr",
)
FRAME_SLOTS = (TITLE_SLOT, SECTION_SLOT, TAG_SLOT, FOOT_SLOT, NUMBER_SLOT)
CONTENT = Box(left=45, top=146, width=870, height=296)
WHOLE = Box(left=45, top=150, width=870, height=340)


def _content(kind: str, name: str, box: Box, points: float, prompt: str) -> Slot:
    return Slot(kind=kind, number=10, name=name, box=box, points=points, prompt=prompt)


COVER_SLOTS = (
    Slot(
        kind="ctrTitle", number=0, name="标题", box=Box(left=80, top=120, width=800, height=150), points=COVER_POINTS, prompt="材料名称", is_bold=True,
        align="ctr", anchor="b",
    ),
    Slot(kind="subTitle", number=1, name="单位和时段", box=Box(left=80, top=300, width=800, height=44), points=24, prompt="单位　时段　版别", align="ctr", anchor="ctr"),
    Slot(
        kind="body", number=10, name="数据和制作日期", box=Box(left=80, top=350, width=800, height=110), points=18, prompt="数据截至、制作日期", colour="tx2",
        align="ctr",
    ),
    TAG_SLOT,
    FOOT_SLOT,
    NUMBER_SLOT,
)  # fmt: skip
SLOTS = {
    COVER: COVER_SLOTS,
    CHART: (*FRAME_SLOTS, _content("chart", "图", CONTENT, 18, "图"), NOTE_SLOT),
    TABLE: (*FRAME_SLOTS, _content("tbl", "表", CONTENT, 18, "表"), NOTE_SLOT),
    SAID: (*FRAME_SLOTS, _content("body", "要点", WHOLE, 22, "要点，不超过五条")),
    DECIDED: (*FRAME_SLOTS, _content("tbl", "议定事项表", CONTENT, 18, "议定事项"), NOTE_SLOT),
    ANNEX: (*FRAME_SLOTS, _content("tbl", "附表", CONTENT, 16, "附表"), NOTE_SLOT),
}
