"""The one table of units, what it converts, and every conversion it refuses."""

import re
from pathlib import Path

import duckdb
import pytest

from etl.units import is_money, money_unit, unit_key, unit_macros, units

MACROS = Path("etl/macros.sql").read_text(encoding="utf-8") + unit_macros()


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    connection.execute(MACROS)
    return connection


def ask(con, macro, *values):
    """What a macro says of numbers and texts."""
    typed = ", ".join(f"${name}::{'double' if isinstance(value, float) else 'varchar'}" for name, value in enumerate(values, 1))
    return con.execute(f"select {macro}({typed})", list(values)).fetchone()[0]


@pytest.mark.parametrize("unit", units().values(), ids=lambda unit: unit.text)
def test_every_unit(con, unit):
    assert unit.factor > 0
    canonical = units()[unit.canonical]
    assert (canonical.dimension, canonical.factor, canonical.canonical) == (unit.dimension, 1, unit.canonical)
    assert unit_key(unit.text) == unit_key(unit.text).lower()
    found = [ask(con, macro, unit.text) for macro in ("unit_dimension", "unit_canonical", "unit_factor")]
    assert found == [unit.dimension, unit.canonical, unit.factor]
    assert ask(con, "known_unit", unit.text) == unit.text


def test_no_unit_could_be_taken_for_the_seams_of_the_table():
    assert not [text for text in units() if re.search(r"[|=()（）\s]", text) or text != text.lower()]


@pytest.mark.parametrize("unit", ["垄", "", "|", "元=money", "公斤每亩", None])
def test_an_unknown_unit(con, unit):
    assert [ask(con, macro, unit) for macro in ("unit_dimension", "unit_canonical", "unit_factor")] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("个社", "个"),
        ("人次", "人次"),
        ("人家", "人"),
        ("千瓦时", "千瓦时"),
        ("千瓦变压器", "千瓦"),
        ("KM", "KM"),
        ("次/月", None),
        ("垄", None),
        ("", None),
    ],
)
def test_the_longest_unit_that_begins_a_text(con, text, unit):
    assert ask(con, "known_unit", text) == unit


@pytest.mark.parametrize(
    ("number", "unit", "wanted", "context", "expected"),
    [
        (3.3, "万元", "元", "", 33000),
        (1.5, "亿元", "万元", "", 15000),
        (250.0, "千元", "万元", "", 25),
        (300.0, "亩", "公顷", "", 20),
        (3.0, "公顷", "亩", "", 45),
        (2.0, "万亩", "亩", "", 20000),
        (5.0, "分", "亩", "种植面积", 0.5),
        (3.3, "万平方米", "平方米", "粉刷外墙", 33000),
        (6300.0, "㎡", "平方米", "拆除违建", 6300),
        (10000.0, "平方米", "亩", "大棚占地面积", 15),
        (1.0, "平方公里", "亩", "林地", 1500),
        (3300.0, "方", "立方米", "铺砂砾石", 3300),
        (4.2, "万方", "立方米", "清理垃圾", 42000),
        (100.0, "立方", "立方米", "建筑垃圾", 100),
        (3300.0, "立方米", "立方米", "蓄水池", 3300),
        (5.9, "公里", "米", "硬化道路", 5900),
        (3600.0, "米", "公里", "改造线路", 3.6),
        (15.0, "华里", "米", "", 7500),
        (2.0, "里", "公里", "", 1),
        (3.0, "斤", "公斤", "", 1.5),
        (2.0, "担", "公斤", "", 100),
        (2.5, "吨", "公斤", "", 2500),
        (1.2, "万吨", "吨", "", 12000),
        (1.0, "万斤", "吨", "", 5),
        (900.0, "斤/亩", "公斤/亩", "", 450),
        (6.0, "吨/公顷", "公斤/亩", "", 400),
        (3.0, "元/斤", "元/公斤", "", 6),
        (1.2, "万千瓦", "千瓦", "装机容量", 12000),
        (400.0, "KVA", "千伏安", "变压器", 400),
        (95.6, "％", "比率", "", 0.956),
        (90.0, "分钟", "小时", "", 1.5),
        (1.2, "万捆", "捆", "", 12000),
        (1.2, "万人次", "人次", "", 12000),
        (2.0, "万头", "头", "", 20000),
        (52.0, "名", "人", "党员", 52),
        (30.0, "棵", "株", "", 30),
        (90.0, "分", "分", "满意度", 90),
        (1.5, "万元/人", "元", "人均可支配收入", 15000),
        (12.0, None, "亩", "", 12),
        (1000.0, "万方", None, "清运土石", 10000000),
    ],
)
def test_conversion(con, number, unit, wanted, context, expected):
    assert ask(con, "unit_problem", unit, wanted, context) is None
    assert ask(con, "converted", number, unit, wanted, context) == expected


@pytest.mark.parametrize("unit", ["头", "只", "羽", "口", "头/只"])
@pytest.mark.parametrize("wanted", ["头", "只", "羽", "口"])
def test_animals_are_counted_one_to_one(con, unit, wanted):
    assert ask(con, "converted", 100.0, unit, wanted, "存栏") == 100
    assert ask(con, "converted", 100.0, "万" + unit, wanted, "存栏") == 1000000


BULK = "“方”可能是平方米，也可能是立方米，只有砂石、土、垃圾、混凝土的“方”按立方米计"
WALL = "墙面、地面、建筑的面积不是土地面积，不能换算成亩"
SCORE = "“分”可能是评分"
POWER = "千瓦不能换算成千伏安，需要功率因数"


@pytest.mark.parametrize(
    ("unit", "wanted", "context", "says"),
    [
        ("千瓦", "千伏安", "变压器", POWER),
        ("kW", "kVA", "", POWER),
        ("万千瓦", "千伏安", "", POWER),
        ("千瓦", "千瓦", "变压器容量", POWER),
        ("千伏安", "千瓦", "", "千伏安不能换算成千瓦，需要功率因数"),
        ("方", "立方米", "粉刷外墙", BULK),
        ("方", "立方米", "", BULK),
        ("方", "立方米", None, BULK),
        ("方", "平方米", "地面硬化", BULK),
        ("立方", "立方米", "建筑", BULK),
        ("方", "立方米", "土地平整", BULK),
        ("万方", None, "拆除建筑", BULK),
        ("方", "平方米", "清理垃圾", "单位“方”不能换算成“平方米”"),
        ("平方米", "亩", "粉刷外墙", WALL),
        ("万平方米", "亩", "外立面改造", WALL),
        ("平方米", "亩", "硬化地面", WALL),
        ("㎡", "亩", "拆除违建", WALL),
        ("㎡", "万亩", "危房", WALL),
        ("亩", "平方米", "林地", "单位“亩”不能换算成“平方米”"),
        ("分", "亩", "满意度", SCORE),
        ("分", "亩", "", SCORE),
        ("分", "亩", "阵地评分", SCORE),
        ("分", None, "考核", SCORE),
        ("分", "元", "面积", "单位“分”不能换算成“元”"),
        ("人次", "人", "培训", "单位“人次”不能换算成“人”"),
        ("人", "人次", "培训", "单位“人”不能换算成“人次”"),
        ("个", "盏", "路灯", "单位“个”不能换算成“盏”"),
        ("个", "头", "存栏", "单位“个”不能换算成“头”"),
        ("公斤", "亩", "", "单位“公斤”不能换算成“亩”"),
        ("公斤", "公斤/亩", "", "单位“公斤”不能换算成“公斤/亩”"),
        ("%", "元", "", "单位“%”不能换算成“元”"),
        ("百分点", "比率", "", "单位“百分点”不能换算成“比率”"),
        ("万美元", "元", "", "单位“万美元”不能换算成“元”"),
        ("元/人", "元", "总收入", "单位“元/人”不能换算成“元”"),
        ("天", "小时", "", "单位“天”不能换算成“小时”"),
        ("垄", "亩", "", "不认得单位“垄”"),
        ("垄", "垄", "", "不认得单位“垄”"),
        ("元", "垄", "", "单位“元”不能换算成“垄”"),
    ],
)
def test_refusal(con, unit, wanted, context, says):
    assert ask(con, "unit_problem", unit, wanted, context) == says
    assert ask(con, "converted", 100.0, unit, wanted, context) is None


def test_no_unit_is_no_problem(con):
    assert ask(con, "unit_problem", None, "亩", "") is None
    assert con.execute("select converted(null::double, '亩', '公顷', '')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("said", "unit"),
    [("万元、个", "万元"), ("个，元", "元"), ("万元人民币", "万元"), ("亩", ""), ("", ""), ("万美元", ""), ("元/人", "")],
)
def test_the_money_of_a_sheet(said, unit):
    assert money_unit(said) == unit
    assert is_money(said) is (said == unit and unit != "")
