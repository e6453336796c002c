"""What a column header says once its decoration is taken off: the name, and the unit if the brackets hold one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_UNITS = frozenset(
    [
        "元",
        "万元",
        "亿元",
        "千元",
        "百元",
        "角",
        "亩",
        "万亩",
        "公顷",
        "平方米",
        "平方公里",
        "平米",
        "m2",
        "㎡",
        "m²",
        "km2",
        "立方米",
        "万立方米",
        "m3",
        "方",
        "万方",
        "米",
        "公里",
        "千米",
        "里",
        "km",
        "m",
        "厘米",
        "吨",
        "万吨",
        "公斤",
        "千克",
        "斤",
        "kg",
        "t",
        "克",
        "户",
        "万户",
        "人",
        "万人",
        "人次",
        "万人次",
        "人日",
        "名",
        "个",
        "件",
        "起",
        "宗",
        "次",
        "场",
        "场次",
        "期",
        "座",
        "台",
        "盏",
        "辆",
        "条",
        "处",
        "棵",
        "株",
        "万株",
        "头",
        "万头",
        "只",
        "万只",
        "头/只",
        "羽",
        "万羽",
        "口",
        "箱",
        "捆",
        "套",
        "间",
        "栋",
        "项",
        "份",
        "张",
        "本",
        "册",
        "%",
        "‰",
        "百分点",
        "分",
        "天",
        "日",
        "工作日",
        "小时",
        "时",
        "分钟",
        "月",
        "年",
        "岁",
        "kva",
        "千伏安",
        "kw",
        "千瓦",
        "万千瓦",
        "kwh",
        "度",
        "元/人",
        "元/亩",
        "元/斤",
        "元/公斤",
        "公斤/亩",
        "斤/亩",
        "吨/亩",
        "元/月",
        "元/年",
        "人/户",
        "件/万人",
    ]
)
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
    return all(part in _UNITS for part in parts)


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
