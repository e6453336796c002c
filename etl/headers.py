"""What a column header says once its decoration is taken off: the name, and the unit if the brackets hold one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from etl.units import units

_HINTS = "必填|选填|必填项|可选|非必填|必须填写|下拉选择|单选|多选|可多选|年月日|年/月/日|yyyy.*|格式.*|例如?:.*|如:.*"
_DECORATION = re.compile(rf"[*★☆]|\((?:{_HINTS})\)|(?:必填|选填):", re.IGNORECASE)
_NUMBERING = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[.、)](?!\d)|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.])")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_VARIANTS = str.maketrans({"帐": "账", "號": "号", "〔": "(", "〕": ")", "﹙": "(", "﹚": ")"})


@dataclass(frozen=True)
class HeaderKey:
    """The comparable form of a header: `name` without decoration, `unit` (empty where none is declared)."""

    name: str
    unit: str


def _is_unit(text: str) -> bool:
    parts = re.split(r"[、,，]", text.removeprefix("单位:").removeprefix("单位").lower())
    return all(part in units() for part in parts)


@lru_cache(maxsize=8192)
def header_key(text: str) -> HeaderKey:
    """The name to compare a header by, and its unit.

    NFKC; white space, line breaks, `*`, （必填） and hints such as （年月日） removed; leading numbering (`1.` `（2）` `①` `一、`) removed; 帐→账, 其它→其他, 號→号.
    Brackets whose content is a unit of measure (元、万元、亩、公里、% …) become `unit`; brackets that say something else stay in
    the name, always as half-width round brackets, so 乡镇（街道） and 乡镇(街道) are one name. A header of nothing but decoration
    has the name "".
    """
    plain = (
        "".join(unicodedata.normalize("NFKC", re.sub(r"^\s*[\u2460-\u2473]", "", text)).split())
        .replace("\ufeff", "")
        .translate(_VARIANTS)
        .replace("其它", "其他")
    )
    plain = _NUMBERING.sub("", _DECORATION.sub("", plain))
    unit = ""

    def settle(match: re.Match) -> str:
        nonlocal unit
        content = next(group for group in match.groups() if group is not None)
        if not _is_unit(content):
            return f"({content})" if content else ""
        unit = unit or content.removeprefix("单位:").removeprefix("单位")
        return ""

    return HeaderKey(name=_BRACKETS.sub(settle, plain), unit=unit)
