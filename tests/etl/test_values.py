"""Every value of the domain's 4.5 that an appeal can contain, through the intake."""

import pytest

from tests.etl.drawn import ask, load_drawn

STATUS = {
    "new": ["待签收", "待接单"],
    "open": ["已签收", "办理中", "已转派", "处理中", "在办"],
    "closed": ["已办结", "办结", "结案", "回复完成", "已归档", "完结"],
    "returned": ["退回", "退单"],
    "open_ext": ["延期"],
    "open_hold": ["挂账", "缓办"],
    "excluded": ["不予受理", "无效"],
    "redo": ["重办", "发回重办"],
    "unknown": [""],
}
RESOLVED = {
    "解决": ["解决", "已解决", "是", "办成"],
    "部分解决": ["部分解决"],
    "未解决": ["未解决", "否"],
    "不适用": ["不适用"],
    None: ["—", ""],
}
SATISFACTION = {
    "非常满意": ["非常满意"], "满意": ["满意"], "基本满意": ["基本满意"], "一般": ["一般", "一般满意"], "不满意": ["不满意"],
    "非常不满意": ["非常不满意"], "未评价": ["未评价", "未接通", "拒访"], None: [""],
}  # fmt: skip
FLAG = {True: ["是", "√", "Y", "1", "有"], False: ["否", "×", "N", "0", "无"], None: [""]}
KIND = {
    "咨询": ["咨询"],
    "求助": ["求助"],
    "投诉": ["投诉"],
    "举报": ["举报"],
    "建议": ["建议"],
    "表扬": ["表扬", "感谢"],
    "其他": ["其他", "其它"],
}
CHANNEL = {
    "12345": ["12345", "１２３４５", "12345热线"],
    "码上办": ["码上办"],
    "网格上报": ["网格上报"],
    "来访": ["来访"],
    "领导信箱": ["领导信箱"],
    "其他": ["其 他"],
}


@pytest.mark.parametrize(
    ("header", "column", "values"),
    [
        ("工单状态", "status", STATUS),
        ("是否解决", "resolved", RESOLVED),
        ("满意度", "satisfaction", SATISFACTION),
        ("是否回访", "is_revisited", FLAG),
        ("诉求类型", "appeal_kind", KIND),
        ("诉求来源", "source_channel", CHANNEL),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_written_values_become_codes(tmp_path, header, column, values):
    pairs = [(written, code) for code, texts in values.items() for written in texts]
    rows = "".join(f"A{number:02d} | 2026-03-01 | {written}\n" for number, (written, _) in enumerate(pairs))
    result = load_drawn(tmp_path, f"工单编号 | 受理时间 | {header}\n{rows}")
    assert result.batches[0].rejected == 0
    assert [row[0] for row in ask(tmp_path / "data", f"select {column} from case_record order by case_id")] == [code for _, code in pairs]


@pytest.mark.parametrize("written", ["满意，但希望快一点", "大概", "处理了"])
def test_a_value_nobody_declared_is_refused_not_guessed(tmp_path, written):
    result = load_drawn(tmp_path, f"工单编号 | 受理时间 | 满意度\nA1 | 2026-03-01 | {written}\nA2 | 2026-03-01 | 满意\n")
    assert (result.batches[0].accepted, result.batches[0].rejected) == (1, 1)
