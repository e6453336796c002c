"""What was done with the board, in a file of its own that only grows: when, by which account, what. No password, no person, no content."""

import ipaddress
import re
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access.errors import AccessError
from access.store import FOLDER, folder_of, owned

FILE = "log.sqlite"
WAIT_SECONDS = 10
LONGEST_DETAIL = 120
HERE, INSIDE, OUTSIDE, TYPED = "本机", "内网", "外网", "命令行"
CLASSES = {"here": HERE, "inside": INSIDE, "outside": OUTSIDE}  # as a header says them
DAY = r"(?:19|20)\d{2}-?(?:0[1-9]|1[0-2])-?(?:[0-2]\d|3[01])"
VERSION, BATCH = r"wh-\d{6}-\d{8}T\d{6}-[0-9a-f]{8}", rf"(?:{DAY}|undated)-[0-9a-f]{{8}}(?![0-9a-f])"
KEPT = rf"(?P<kept>{VERSION}|{BATCH}|(?<!\d){DAY}(?![\d-]))"
NUMBER = r"(?:\d[\s-]?){6,}[\dXx]"  # phones and ID numbers, whatever stands between their digits
DIGITS = re.compile(f"{KEPT}|{NUMBER}")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the log."""

    number: int
    at: str
    account: str
    address: str
    what: str
    detail: str


def address_class(address: str | None) -> str:
    """What is kept of an address: whether it is this PC, the office network, or outside."""
    try:
        found = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return OUTSIDE
    found = getattr(found, "ipv4_mapped", None) or found
    return HERE if found.is_loopback else INSIDE if found.is_private else OUTSIDE


def masked(text: str) -> str:
    """A text in one line without what looks like a phone or an ID number; days, versions and batches stay."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return DIGITS.sub(lambda found: found["kept"] or "＊" * 6, plain)[:LONGEST_DETAIL]


def record(data_dir: Path, what: str, *, account: str, address: str, detail: str = "") -> None:
    """Adds a line. The address is a class, see address_class(). AccessError where it cannot be written."""
    values = (f"{datetime.now():%Y-%m-%d %H:%M:%S}", masked(account), address, what, masked(detail))
    try:
        path = owned(folder_of(data_dir) / FILE)
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
            connection.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
            connection.execute("insert into line (at, account, address, what, detail) values (?, ?, ?, ?, ?)", values)
    except (sqlite3.Error, OSError) as error:
        raise AccessError(f"日志 {FOLDER}/{FILE} 无法写入，请检查数据目录的权限和磁盘空间。") from error


def lines(data_dir: Path, last: int | None = None) -> list[Line]:
    """The lines in the order in which they were written; only the `last` ones where that is given."""
    path = Path(data_dir) / FOLDER / FILE
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
        query = "select id, at, account, address, what, detail from line order by id desc limit ?"
        found = connection.execute(query, (-1 if last is None else last,)).fetchall()
    return [Line(number=one[0], at=one[1], account=one[2], address=one[3], what=one[4], detail=one[5]) for one in reversed(found)]
