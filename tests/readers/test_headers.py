import pytest

from etl.headers import header_key
from etl.units import unit_key, units


@pytest.mark.parametrize(
    ("written", "name", "unit"),
    [
        ("涉案金额(元)", "涉案金额", "元"),
        ("涉案金额（元）", "涉案金额", "元"),
        ("总投资\n（单位：万元）", "总投资", "万元"),
        ("单产（公斤/亩）", "单产", "公斤/亩"),
        ("存栏（万头）", "存栏", "万头"),
        ("投资（万美元）", "投资", "万美元"),
        ("配变容量(kVA)", "配变容量", "kVA"),
        ("村（社区）", "村(社区)", ""),
        ("村（组）", "村(组)", ""),
        ("增长（％）", "增长", "%"),
        ("受理时间*", "受理时间", ""),
        ("＊受理时间", "受理时间", ""),
        ("受理时间（年月日）", "受理时间", ""),
        ("（必填）诉求来源", "诉求来源", ""),
        ("诉求来源(可多选)", "诉求来源", ""),
        ("1.工单编号", "工单编号", ""),
        ("（2）工单编号", "工单编号", ""),
        ("①工单编号", "工单编号", ""),
        ("一、总收入", "总收入", ""),
        ("办 结　时\u00a0间", "办结时间", ""),
        ("乡镇（街道）", "乡镇(街道)", ""),
        ("村【居】", "村(居)", ""),
        ("其它帐號", "其他账号", ""),
        ("１２３４５热线", "12345热线", ""),
        ("2.5万元以上户数（户）", "2.5万元以上户数", "户"),
        ("一级分类", "一级分类", ""),
        ("2026年", "2026年", ""),
        ("来电人电话/账号", "来电人电话/账号", ""),
        ("\ufeff地区", "地区", ""),
        ("（）", "", ""),
        (" * ", "", ""),
    ],
)
def test_name_and_unit(written, name, unit):
    key = header_key(written)
    assert (key.name, key.unit) == (name, unit)


@pytest.mark.parametrize("written", ["涉案金额(元)", "乡镇（街道）", "1、办 结 时 间*"])
def test_a_name_is_its_own_key(written):
    name = header_key(written).name
    assert header_key(name).name == name


@pytest.mark.parametrize("unit", units())
def test_every_unit_is_one_in_brackets(unit):
    key = header_key(f"数量（{unit}）")
    assert (key.name, unit_key(key.unit)) == ("数量", unit_key(unit))
