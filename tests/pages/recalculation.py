"""A small calculator of workbooks, independent of what wrote them: reads the formulas from the file and works them out as Excel defines them.

Knows what score workbooks use: + - * / & comparisons, ranges, references to other sheets, IF OR NOT SUM SUMIF COUNT MIN MAX ROUND EXP LN ABS
ISNUMBER CONCATENATE TRIM. Anything else raises.
"""

import math
import re
import zipfile
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?)|(?P<sheet>'(?:[^']|'')+'!)
    |(?P<cell>\$?[A-Z]{1,3}\$?\d+)|(?P<name>[A-Z]+)(?=\()|(?P<sign><>|>=|<=|[-+*/&=<>(),:]))""",
    re.VERBOSE,
)


@dataclass
class Book:
    """The cells of a workbook by sheet and address: what was typed, the formulas, and what the file says these come to."""

    typed: dict[str, dict[str, object]] = field(default_factory=dict)
    formulas: dict[str, dict[str, str]] = field(default_factory=dict)
    stored: dict[str, dict[str, object]] = field(default_factory=dict)
    worked: dict[tuple[str, str], object] = field(default_factory=dict)

    def value(self, sheet: str, address: str) -> object:
        """What a cell comes to; None where it is empty."""
        if address not in self.formulas[sheet]:
            return self.typed[sheet].get(address)
        if (sheet, address) not in self.worked:
            self.worked[sheet, address] = Formula(self, sheet, self.formulas[sheet][address]).result()
        return self.worked[sheet, address]

    def type_in(self, sheet: str, address: str, value: object) -> None:
        """Types over a cell; everything is worked out anew."""
        self.formulas[sheet].pop(address, None)
        self.typed[sheet][address] = value
        self.worked.clear()


def opened(content: bytes) -> Book:
    """A workbook from the bytes of an .xlsx."""
    book, archive = Book(), zipfile.ZipFile(BytesIO(content))
    shared = []
    if "xl/sharedStrings.xml" in archive.namelist():
        for one in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")):
            shared.append("".join(part.text or "" for part in one.iter(f"{MAIN}t")))
    names = [one.attrib["name"] for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
    for number, name in enumerate(names, start=1):
        book.typed[name], book.formulas[name], book.stored[name] = {}, {}, {}
        for cell in ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):
            formula, stored = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
            value = None if stored is None or stored.text is None else _read(cell.attrib.get("t", "n"), stored.text, shared)
            if formula is None:
                book.typed[name][cell.attrib["r"]] = value
            else:
                book.formulas[name][cell.attrib["r"]], book.stored[name][cell.attrib["r"]] = formula.text, value
    return book


def _read(kind: str, text: str, shared: list[str]) -> object:
    return {"s": lambda: shared[int(text)], "str": lambda: text, "b": lambda: text == "1"}.get(kind, lambda: float(text))()


def _number(value: object) -> float:
    if isinstance(value, str):
        raise ValueError(f"#VALUE!: {value!r} is no number")
    return float(value or 0)


def _order(value: object) -> tuple:
    """Excel puts every number before every text, and an empty cell is 0 or an empty text."""
    return (1, value.lower()) if isinstance(value, str) else (0, float(value))


def _compare(sign: str, left: object, right: object) -> bool:
    left = left if left is not None else "" if isinstance(right, str) else 0
    right = right if right is not None else "" if isinstance(left, str) else 0
    first, second = _order(left), _order(right)
    return {
        "=": first == second, "<>": first != second, "<": first < second, ">": first > second, "<=": first <= second, ">=": first >= second,
    }[sign]  # fmt: skip


def _round(value: object, digits: object) -> float:
    return float(Decimal(repr(_number(value))).quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP))


def _flat(values: list) -> list[float]:
    """The numbers among cells and ranges; texts and empty cells of a range count for nothing."""
    return [float(one) for value in values for one in (value if isinstance(value, list) else [value]) if isinstance(one, (int, float))]


def _sum_if(where: list, test: str, what: list) -> float:
    sign, bound = re.fullmatch(r"(>=|<=|<>|=|>|<)(.+)", test).groups()
    return math.fsum(
        _number(one) for place, one in zip(where, what, strict=True) if isinstance(place, float) and _compare(sign, place, float(bound))
    )


FUNCTIONS = {
    "OR": lambda *values: any(values),
    "NOT": lambda value: not value,
    "SUM": lambda *values: math.fsum(_flat(list(values))),
    "SUMIF": _sum_if,
    "COUNT": lambda *values: len(_flat(list(values))),
    "MIN": lambda *values: min(_flat(list(values)), default=0.0),
    "MAX": lambda *values: max(_flat(list(values)), default=0.0),
    "ROUND": _round,
    "EXP": lambda value: math.exp(_number(value)),
    "LN": lambda value: math.log(_number(value)),
    "ABS": lambda value: abs(_number(value)),
    "ISNUMBER": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "CONCATENATE": lambda *values: "".join(str(one or "") for one in values),
    "TRIM": lambda value: " ".join(str(value).split()),
}


def _applied(apply, sign: str, left, right):
    return lambda: apply(sign, left(), right())


class Formula:
    """One formula: read left to right, worked out only where an IF goes."""

    def __init__(self, book: Book, sheet: str, text: str):
        self.book, self.sheet = book, sheet
        self.tokens, at = [], 0
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                raise ValueError(f"cannot read {text[at:]!r} of {text!r}")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def result(self) -> object:
        work = self._compared()
        if self.at != len(self.tokens):
            raise ValueError(f"left over: {self.tokens[self.at :]}")
        return work()

    def _next(self, *signs: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def _chain(self, part, signs: tuple[str, ...], apply):
        left = part()
        while sign := self._next(*signs):
            left = _applied(apply, sign, left, part())
        return left

    def _compared(self):
        return self._chain(self._joined, ("=", "<>", "<", ">", "<=", ">="), _compare)

    def _joined(self):
        return self._chain(self._added, ("&",), lambda _, left, right: f"{left}{right}")

    def _added(self):
        return self._chain(
            self._multiplied, ("+", "-"), lambda sign, left, right: _number(left) + _number(right) * (1 if sign == "+" else -1)
        )

    def _multiplied(self):
        def apply(sign, left, right):
            return _number(left) * _number(right) if sign == "*" else _number(left) / _number(right)

        return self._chain(self._signed, ("*", "/"), apply)

    def _signed(self):
        if self._next("-"):
            inner = self._signed()
            return lambda: -_number(inner())
        return self._single()

    def _single(self):
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return lambda: float(text)
        if kind == "text":
            return lambda: text[1:-1].replace('""', '"')
        if kind == "name":
            return self._call(text)
        if kind == "sign" and text == "(":
            inner = self._compared()
            assert self._next(")")
            return inner
        return self._reference(kind, text)

    def _call(self, name: str):
        assert self._next("(")
        arguments = [self._compared()]
        while self._next(","):
            arguments.append(self._compared())
        assert self._next(")")
        if name == "IF":
            return lambda: arguments[1]() if arguments[0]() else arguments[2]()
        return lambda: FUNCTIONS[name](*(one() for one in arguments))

    def _reference(self, kind: str, text: str):
        sheet = self.sheet
        if kind == "sheet":
            sheet = text[1:-2].replace("''", "'")
            kind, text = self.tokens[self.at]
            self.at += 1
        assert kind == "cell", text
        first = text.replace("$", "")
        if not self._next(":"):
            return lambda: self.book.value(sheet, first)
        _, text = self.tokens[self.at]
        self.at += 1
        return lambda: [self.book.value(sheet, one) for one in _between(first, text.replace("$", ""))]


def _between(first: str, last: str) -> list[str]:
    """The cells of a range within one column."""
    (letter, start), (other, end) = (re.fullmatch(r"([A-Z]+)(\d+)", one).groups() for one in (first, last))
    assert letter == other
    return [f"{letter}{row}" for row in range(int(start), int(end) + 1)]
