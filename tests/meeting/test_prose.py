"""An edited sentence against the data: every number that was changed is pointed out, nothing is where nothing was."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from reports.brief import ISSUED, Finding, Section
from reports.brief_text import brief_text, read_brief
from reports.claims import guard
from reports.prose import Edited, mismatches, with_edits
from reports.prose_claims import meanings
from reports.prose_known import known, said
from reports.prose_numbers import COUNT, FRACTION, PERCENT, POINTS, codes, days, figures, numeral
from tests.meeting.drawn import DRAWN, rich

RUNNING, PLACES = (next(part for part in rich().sections if part.key == key) for key in ("running", "places"))
ON_TIME = "按期办结率 77.9%（81/104），低于往常范围下限；9月 87.6%（85/97）。"
RECEIVED = "10月共受理 112 件，9月 98 件；应办结 104 件，办结 101 件。"
LATE = "期末超期未办结 9 件，其中柳沟村 4 件、东湾村 2 件。"
FELL = "按期办结率比往常下降（恶化），解决率和满意率在正常波动范围内。"


def drawn_sentences() -> list[tuple[str, Section | None]]:
    found = []
    for brief in (make() for make in DRAWN.values()):
        homes = {one.key: part for part in brief.parts for one in part.findings}
        found += [(said(one), homes.get(one.key)) for one in brief.findings()]
        found += [(part.message, part) for part in brief.parts if part.message]
    return list({text: (text, home) for text, home in found}.values())


SENTENCES = drawn_sentences()


@pytest.mark.parametrize(("text", "home"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_number_changed_by_one_digit_is_always_pointed_out(text, home):
    for one in figures(text):
        for at in range(one.start, one.start + len(one.words)):
            for digit in set("0123456789") - {text[at]} if text[at].isdigit() else ():
                changed = text[:at] + digit + text[at + 1 :]
                assert mismatches(changed, text, home), changed


def test_the_drawn_sentences_hold_figures_to_change():
    assert sum(len(figures(text)) for text, _ in SENTENCES) >= 20


@pytest.mark.parametrize(("text", "home"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_an_unchanged_sentence_is_never_pointed_out(text, home):
    for same in (text, f"  {text}\n", text.replace(" ", ""), f"经核，{text}", text.rstrip("。") + "，请各村抓紧。"):
        assert mismatches(same, text, home) == (), same


@pytest.mark.parametrize(("text", "home"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_clauses_in_another_order_are_never_pointed_out(text, home):
    random = Random(text)
    bare = text.rstrip("。")
    for sign in "；，":
        clauses = bare.split(sign)
        random.shuffle(clauses)
        assert mismatches(sign.join(clauses) + "。", text, home) == (), clauses


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("10月受理112件（9月98件）；办结101件，应办结104件。", RECEIVED),
        ("１０月共受理１１２件，９月９８件；应办结１０４件，办结１０１件。", RECEIVED),
        ("受理量 112 件，比9月多 14 件。", RECEIVED),
        ("应办结一百零四件，办结一百零一件。", RECEIVED),
        ("受理 110 余件，应办结 100 余件。", RECEIVED),
        ("按期办结率约 78%（81/104），比9月低 9.7 个百分点。", ON_TIME),
        ("应办结 104 件中 81 件按期，占 77.9%。", ON_TIME),
        ("按期办结率不到八成，为 77.9%（81/104）。", ON_TIME),
        ("104 件中 81 件按期办结；近 12 个月均值 90.8%（按期办结率 77.9%（81/104））", ON_TIME + "近 12 个月均值 90.8%。"),
        ("柳沟村四件、东湾村两件，共九件超期未办结。", LATE),
        ("9 件超期，11月10日前由综治办逐件销号，第一批先办柳沟村。", LATE),
        ("按期办结率 77.9%（81/104），请于11月12日上午9时研究，抓好三项措施。", ON_TIME),
        ("超期未办结 9 起，涉及 2 个村，其中柳沟村 4 起。", LATE + "涉及 2 个村。"),
    ],
)
def test_what_the_data_bear_out_in_other_words_is_let_stand(text, original):
    assert mismatches(text, original, RUNNING) == ()


@pytest.mark.parametrize(
    ("text", "original", "says"),
    [
        ("期末超期未办结 7 件，其中柳沟村 4 件、东湾村 2 件。", LATE, ["“7 件”与原文不符，原文为“9 件”"]),
        ("期末超期未办结９５件。", LATE, ["“９５件”与原文不符，原文为“9 件”"]),
        ("柳沟村三件、东湾村两件。", LATE, ["“三件”与原文不符，原文为“4 件”"]),
        ("柳沟村 2 件、东湾村 4 件。", LATE, ["“2 件”与原文不符，原文为“4 件”", "“4 件”与原文不符，原文为“2 件”"]),
        ("10月共受理 98 件，9月 112 件。", RECEIVED, ["“98 件”与原文不符，原文为“112 件”", "“112 件”与原文不符，原文为“98 件”"]),
        ("受理 1.2 万件。", RECEIVED, ["“1.2 万件”与原文不符，原文为“112 件”"]),
        ("受理 112 户。", RECEIVED, ["“112 户”在数据里没有"]),
        ("按期办结率 78%（81/104）。", ON_TIME, ["“78%”与原文不符，原文为“77.9%”", "“78%”与“81/104”不合，后者是 78%"][:1]),
        ("按期办结率 77.9%（81/97）。", ON_TIME, ["“81/97”与原文不符，原文为“81/104”", "“77.9%”与“81/97”不合，后者是 83.5%"]),
        ("按期办结率比9月低 10.9 个百分点。", ON_TIME, ["“10.9 个百分点”在数据里没有"]),
        ("十二个村没有按期。", ON_TIME, ["“十二个”在数据里没有"]),
        ("全镇 83 人没有按期。", ON_TIME, ["“83 人”在数据里没有"]),
        ("13月 87.6%（85/97）。", ON_TIME, ["“13月”不是日期"]),
        ("请于2026年11月31日前办结。", ON_TIME, ["“2026年11月31日”不是日期"]),
        ("8月 87.6%（85/97）。", ON_TIME, ["“8月”与原文不符，原文为“9月”"]),
        ("编号 MSB-20261003-017 等 9 件超期。", LATE, ["编号“MSB-20261003-017”在数据里没有"]),
        ("按期办结率 77.9%，低于往常范围下限。", ON_TIME, ["“77.9%”没有写明分子分母"]),
        ("三分之二的件按期办结。", ON_TIME, ["“三分之二”在数据里没有"]),
        ("约七成按期办结。", ON_TIME, ["“七成”在数据里没有", "“七成”没有写明分子分母"]),
    ],
)  # fmt: skip
def test_what_the_data_do_not_bear_out_is_told_with_what_they_say(text, original, says):
    assert list(mismatches(text, original)) == says


def test_a_figure_that_was_added_may_be_any_that_the_section_holds():
    assert mismatches(ON_TIME + "受理 112 件，解决率 84.2%（80/95）。", ON_TIME, RUNNING) == ()
    assert mismatches(ON_TIME + "2025年12月为 93.3%（70/75）。", ON_TIME, RUNNING) == (), "a point of the chart"
    assert any("115 件" in told for told in mismatches(ON_TIME + "受理 115 件。", ON_TIME, RUNNING))


def test_a_place_that_was_added_must_have_the_figure_in_its_row():
    (original,) = (one.text for one in PLACES.findings)
    row = {name.text: cells for name, *cells in PLACES.tables[0].rows}
    assert mismatches(f"{original}柳沟村按期办结率{row['柳沟村'][0].text}。", original, PLACES) == ()
    assert mismatches(f"{original}东湾村按期办结率{row['柳沟村'][0].text}。", original, PLACES) == (
        "“98.3%”不是东湾村的数",
        "“59/60”不是东湾村的数",
    )
    assert mismatches(f"{original}东湾村未填报 2 项。", original, PLACES) == ("“2 项”不是东湾村的数",)


def test_what_is_kept_back_from_an_edition_is_no_figure_of_it():
    cross = next(part for part in rich().annexes)
    assert "＜5" in {cell.text for row in cross.tables[0].rows for cell in row}
    assert not any(one.value == 5 for name, found in known(cross).rows.items() for one in found if name == "柳沟村")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("按期办结率比往常下降（恶化）。", []),
        ("按期办结率回落，工作需进一步提升。", []),
        ("按期办结率走低。", []),
        ("按期办结率比往常上升。", ["“上升”没有统计依据，原文为“下降”"]),
        ("按期办结率明显好转。", ["“明显”没有统计依据", "“好转”没有统计依据，原文为“恶化”"]),
        ("满意率下降。", ["“下降”没有统计依据"]),
        ("解决率增长，满意率持续改善。", ["“增长”没有统计依据", "“持续”没有统计依据", "“改善”没有统计依据"]),
        ("按期办结率未见好转，解决率没有提升。", []),
        ("力争下月按期办结率回升。", []),
        ("群众反映“效果明显下降”。", []),
        ("柳沟村按期办结率下降。", ["“下降”没有统计依据"]),
    ],
)
def test_a_claim_needs_ground_in_what_the_data_say(text, says):
    places = replace(PLACES, message="", findings=())
    assert list(mismatches(text, FELL, places)) == says


def test_every_declared_word_is_pointed_out_where_nothing_fired():
    for word in meanings():
        assert mismatches(f"解决率{word}。", "解决率在正常波动范围内。") == (f"“{word}”没有统计依据",), word


def test_what_is_pointed_out_makes_no_claim_itself():
    for word in meanings():
        for told in mismatches(f"按期办结率{word}。", FELL):
            assert guard(told)
            assert not told.endswith("。")


@pytest.mark.parametrize(
    ("text", "kind", "value", "whole"),
    [
        ("３件", COUNT, "3", None),
        ("1,204 件", COUNT, "1204", None),
        ("１，２０４件", COUNT, "1204", None),
        ("3.3万平方米", COUNT, "33000", None),
        ("十二个村", COUNT, "12", None),
        ("两类", COUNT, "2", None),
        ("九十九户", COUNT, "99", None),
        ("一百零四件", COUNT, "104", None),
        ("二〇件", COUNT, "20", None),
        ("三万余株", COUNT, "30000", None),
        ("77.9%", PERCENT, "77.9", None),
        ("77.9 ％", PERCENT, "77.9", None),
        ("百分之七十八点五", PERCENT, "78.5", None),
        ("百分之5", PERCENT, "5", None),
        ("八成", PERCENT, "80", None),
        ("2.3 个百分点", POINTS, "2.3", None),
        ("三个百分点", POINTS, "3", None),
        ("81/104", FRACTION, "81", "104"),
        ("８１／１０４", FRACTION, "81", "104"),
        ("三分之二", FRACTION, "2", "3"),
    ],
)
def test_a_figure_is_read_in_any_writing(text, kind, value, whole):
    for around in ("共{}。", "{}", "（{}）"):
        (one,) = figures(around.format(text))
        assert (one.kind, one.amount, one.whole) == (kind, Decimal(value), whole and Decimal(whole))


@pytest.mark.parametrize(
    "text",
    [
        "2026年10月31日", "10月", "9月1日至30日", "8—10月", "2025—2026年", "2026-10-31", "2026/10/31", "第三季度", "第3季度", "12345热线", "乙委发〔2026〕12号",
        "1. 抓清淤", "（2）公示", "一个重点", "第三次", "两委", "万件事", "三农", "成效", "统一件", "MSB-20261003-017", "wh-20261103-090000-0a1b2c3d.duckdb", "9:30", "上午9时", "三项措施", "五个到位",
    ],
)  # fmt: skip
def test_what_is_no_figure_is_not_read_as_one(text):
    assert figures(text) == []


def test_numerals_of_every_number_below_a_hundred():
    signs = "零一二三四五六七八九"
    for number in range(1, 100):
        tens, ones = divmod(number, 10)
        word = ("" if tens == 0 else "十" if tens == 1 else signs[tens] + "十") + ("" if ones == 0 else signs[ones])
        assert numeral(word) == number
    with pytest.raises(ValueError, match="no number"):
        numeral("十百十")


def test_days_and_codes_are_told_apart():
    text = "2026年10月3日收到 MSB-20261003-017，10月5日、8日催办"
    assert [(one.year, one.month, one.day) for one in days(text)] == [(2026, 10, 3), (None, 10, 5), (None, None, 8)]
    assert codes(text) == ["MSB-20261003-017"]


def edit(text: str, *, key: str = "running.on_time", edition: str = "internal", original: str = ON_TIME) -> Edited:
    return Edited(key=key, text=text, by="综治办", edition=edition, original=original)


def test_an_edit_stands_in_the_text_and_in_the_summary_with_what_is_wrong_in_it():
    brief = with_edits(rich(), [edit("按期办结率 79.9%（81/104）。")])
    in_summary = next(one for one in brief.summary if one.key == "running.on_time")
    in_text = next(one for one in brief.sections[1].findings if one.key == "running.on_time")
    assert in_summary == in_text
    assert (in_text.text, in_text.edited_by, in_text.original, in_text.is_edited) == (
        "按期办结率 79.9%（81/104）。",
        "综治办",
        ON_TIME,
        True,
    )
    assert in_text.mismatches[0] == "“79.9%”与原文不符，原文为“77.9%”"
    assert in_text.tone == "worse"
    untouched = [one for one in brief.findings() if one.key != "running.on_time"]
    assert untouched == [one for one in rich().findings() if one.key != "running.on_time"]
    assert read_brief(brief_text(brief)) == brief


def test_an_edit_of_another_edition_stands_only_where_the_data_say_the_same_in_both():
    issued = replace(rich(), edition=ISSUED)
    assert with_edits(issued, [edit("改写")]).summary[1].text == "改写"
    assert with_edits(issued, [edit("改写", original="按期办结率 77.9%（81/104），柳沟村 2 件。")]) == issued
    own = [edit("印发版改写", edition=ISSUED), edit("改写")]
    assert {with_edits(issued, order).summary[1].text for order in (own, own[::-1])} == {"印发版改写"}


def test_an_edit_of_what_the_data_no_longer_say_is_held_against_what_they_say_now():
    brief = with_edits(rich(), [edit("按期办结率 75.0%（78/104）。", original="按期办结率 75.0%（78/104）。")])
    assert brief.summary[1].mismatches


def test_an_edit_of_a_finding_that_is_not_there_changes_nothing():
    assert with_edits(rich(), [edit("改写", key="gone")]) == rich()


def test_a_sentence_of_the_summary_alone_is_held_against_the_whole_brief():
    brief = replace(rich(), summary=(Finding(key="summary.only", text="受理 112 件。"),))
    assert (
        with_edits(brief, [edit("受理 112 件，有效评价 61 件。", key="summary.only", original="受理 112 件。")]).summary[0].mismatches == ()
    )
    assert with_edits(brief, [edit("受理 112 件，有效评价 63 件。", key="summary.only", original="受理 112 件。")]).summary[0].mismatches
