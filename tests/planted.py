"""Two hundred persons who do not exist, and a month's files in which they stand wherever a person ever stood."""

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests.etl.drawn import write_xlsx

SURNAMES, FIRST, SECOND = "赵钱孙李周吴郑冯陈褚", "翀昱琮彧旻珩翎臻骞濯", "莘菡澍霖祺珂璟晟岚桐"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Name, ID number, phone and address, the numbers in one of the ways in which people write them."""

    name: str
    identity: str
    phone: str
    address: str

    @property
    def sentence(self) -> str:
        """What a clerk writes into a cell for free text."""
        return f"{self.name}反映：电话{self.phone}，证件{self.identity}，住{self.address}"


def _identity(n: int) -> str:
    day = f"{1950 + n % 55}{n % 12 + 1:02d}{n % 28 + 1:02d}"
    plain = f"62052{n % 4 + 1}{day}{n + 100}{'X' if n % 10 == 3 else n % 10}"
    if n % 8 == 5:
        return f"62052{n % 4 + 1}{day[2:]}{n + 100}"
    return {1: f"{plain[:6]} {plain[6:14]} {plain[14:]}", 2: plain.translate(WIDE), 6: f"{plain[:6]}-{plain[6:14]}-{plain[14:]}"}.get(
        n % 8, plain
    )


def _phone(n: int) -> str:
    plain = f"1{3 + n % 7}{n % 10}{7000 + n * 13}{5200 + n * 17}"
    cut = f"{plain[:3]}{{0}}{plain[3:7]}{{0}}{plain[7:]}"
    ways = (
        plain,
        cut.format("-"),
        cut.format(" "),
        f"+86 {plain}",
        plain.translate(WIDE),
        f"86{plain}",
        cut.format("　"),
        f"0938-82{n + 10000}",
    )
    return ways[n % len(ways)]


PEOPLE = tuple(
    Person(
        name=SURNAMES[n % 10] + FIRST[n // 10 % 10] + SECOND[n // 100 * 5 + n % 5], identity=_identity(n), phone=_phone(n),
        address=f"云禾镇柳沟村幸福巷{n + 1101}号院",
    )
    for n in range(200)
)  # fmt: skip


def plain(text: str) -> str:
    """A text without the blanks and dashes in it, in plain forms: a number is found however it is written."""
    smooth = "".join(unicodedata.normalize("NFKC", text).split())
    for dash in "-－—":
        smooth = smooth.replace(dash, "")
    return smooth


@cache
def _wanted() -> frozenset[str]:
    written = (item for one in PEOPLE for item in (one.name, one.identity, one.phone, one.address))
    return frozenset(plain(item).removeprefix("+86").removeprefix("86") for item in written)


def told(text: str) -> list[str]:
    """What of the persons stands in a text."""
    smooth = plain(text)
    return sorted(item for item in _wanted() if item in smooth)


CASE_HEADER = [
    "工单编号",
    "诉求人",
    "联系电话",
    "身份证号",
    "住址",
    "诉求内容",
    "备注",
    "经手群众",
    "村",
    "承办单位",
    "二级分类",
    "受理时间",
    "办结时间",
    "满意度",
]


def _case(n: int) -> list:
    one = PEOPLE[n]
    personal = [one.name, one.phone, one.identity, one.address, one.sentence, one.sentence, f"{one.name} {one.phone}"]
    row = dict(
        zip(
            CASE_HEADER,
            [f"YH{n:05d}", *personal, "柳沟村", "镇水务站", "渠道", date(2026, 10, n % 28 + 1), date(2026, 10, 30), "满意"],
            strict=True,
        )
    )
    spoilt = (
        {"工单编号": one.identity}, {"工单编号": one.phone}, {"承办单位": f"{one.name} {one.phone}"}, {"二级分类": f"{one.address} {one.identity}"},
        {"受理时间": one.phone}, {"满意度": f"{one.name}{one.identity}"}, {"村": f"{one.name}家{one.phone}"}, {"办结时间": one.sentence}, {},
        {"受理时间": "前天", "承办单位": one.sentence}, {"满意度": "尚可", "二级分类": one.phone}, {"受理时间": one.name}, {"满意度": one.address},
        {"办结时间": f"{one.name}说住在{one.address}的人还没有回来"},
    )  # fmt: skip
    return list((row | spoilt[n % len(spoilt)]).values())


def write_month(inbox: Path) -> list[Path]:
    """Writes the files of the month into a folder; their paths."""
    inbox.mkdir(parents=True)
    a, b, c, d = PEOPLE[8], PEOPLE[16], PEOPLE[24], PEOPLE[7]
    title = [f"云禾镇诉求工单 填报人：{a.name} 电话：{a.phone}"]
    header = [*CASE_HEADER, f"经办{b.phone}", f"备查{c.identity}"]
    cases = {
        f"上旬{a.phone}": [title, header, *([*_case(n), "甲", "乙"] for n in range(60))],
        f"下旬{b.identity}": [title, header, *([*_case(n), "甲", "乙"] for n in range(60, 120))],
        "重点人员": [["姓名", "身份证号", "稳控措施"], *([one.name, one.identity, one.sentence] for one in PEOPLE[:20])],
    }
    disputes = [["纠纷编号", "当事人", "联系电话", "地址", "纠纷简要情况", "村", "排查登记日期", "纠纷类型"]]
    disputes += [
        [f"JF{n}", p.name, p.phone, p.address, p.sentence, "柳沟村", "2026-10-09", p.sentence if n % 5 == 0 else "邻里"]
        for n, p in enumerate(PEOPLE[120:160])
    ]
    households = [["村", "户主姓名", "身份证号", "联系电话", "住址", "年度", "作物", "种植面积（亩）"]]
    households += [
        ["柳沟村", p.name, p.identity, p.phone, p.address, "2026", "玉米", -1 if n % 7 == 0 else 3] for n, p in enumerate(PEOPLE[160:190])
    ]
    areas = [
        ["乡镇", "村", "负责人", "电话", "户数"],
        ["云禾镇", "柳沟村", d.name, d.phone, "300"],
        ["云禾镇", "石桥村", c.name, c.phone, "200"],
    ]
    lost = [["工单编号", "受理时间", "备注"], *([f"L{n}", p.sentence, p.sentence] for n, p in enumerate(PEOPLE[190:]))]
    paths = [
        write_xlsx(inbox / f"工单{b.phone}_{c.identity}.xlsx", cases), _write_csv(inbox / f"矛盾纠纷{d.phone}.csv", disputes, "gb18030"),
        _write_csv(inbox / "种植.csv", households), _write_csv(inbox / "地区.csv", areas), _write_csv(inbox / f"全错{a.identity}.csv", lost),
        inbox / f"打不开{a.phone}.xlsx",
    ]  # fmt: skip
    paths[-1].write_bytes(b"PK\x03\x04" + a.sentence.encode())
    return paths


def _write_csv(path: Path, rows: list[list], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path
