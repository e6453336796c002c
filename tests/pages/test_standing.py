"""Where places stand: the funnel's bands against exact tails, what is said of them, and nobody first on one case."""

import re

import pytest
from scipy import stats

from indicators.definition import load_catalog
from reports.claims import CLAIM
from reports.figures_compare import intervals
from reports.palette import PRINT
from reports.reading import Reading
from reports.sentences_places import band_words, caution_of, compared_title, legend, names, standing_sentence
from reports.standing import compare, tone_of

CATALOG = load_catalog()
RATE, LATE, ONLINE = (CATALOG[f"case_{name}"] for name in ("on_time_rate", "overdue_rate", "online_share"))
TOWN = "云禾镇"


def rate(village, numerator, denominator, indicator=RATE):
    value = 100 * numerator / denominator if denominator else None
    group = village if village is None or "/" in village else f"{TOWN}/{village}"
    return Reading(indicator=indicator, period="all", groups=(group,), numerator=numerator, denominator=denominator, value=value)


def drawn(indicator=RATE):
    """Eight villages of a hundred cases, one far below, one above, one of fifteen cases, one of one, and what lies nowhere."""
    middle = [rate(f"{name}村", 88, 100, indicator) for name in "乙丙丁戊己庚"]
    apart = [rate("甲村", 1, 1, indicator), rate("辛村", 99, 100, indicator), rate("壬村", 14, 15, indicator)]
    return [*apart, *middle, rate("癸村", 60, 100, indicator), rate("未分村", 3, 30, indicator)]


def called(standings):
    return "".join(one.reading.groups[0][4] for one in standings)


def test_bands_are_those_of_exact_binomial_tails():
    held = compare(RATE, drawn())
    whole = held.peers[0].whole
    assert (whole.numerator, whole.denominator) == (1 + 99 + 14 + 6 * 88 + 60, 1 + 100 + 15 + 600 + 100)
    share = whole.numerator / whole.denominator
    for one in held.judged:
        hits, size = one.reading.numerator, one.reading.denominator
        low, high = stats.binom.cdf(hits, size, share), stats.binom.sf(hits - 1, size, share)
        assert one.band == ("low" if low <= 0.025 else "high" if high <= 0.025 else "within")
        assert one.is_far == (min(low, high) <= 0.001)


def test_those_that_need_attention_come_first_and_the_rest_in_the_order_of_the_ledger():
    assert called(compare(RATE, drawn()).standings) == "癸辛乙丙丁戊己庚壬甲"
    assert called(compare(LATE, drawn(LATE)).standings) == "辛癸乙丙丁戊己庚壬甲"
    assert [one.band for one in compare(RATE, drawn()).standings[-2:]] == ["small", "few"]


@pytest.mark.parametrize(("indicator", "low", "high"), [(RATE, "worse", "better"), (LATE, "better", "worse"), (ONLINE, "apart", "apart")])
def test_worse_and_better_follow_from_the_direction_alone(indicator, low, high):
    assert (tone_of(indicator, "low"), tone_of(indicator, "high"), tone_of(indicator, "within")) == (low, high, "calm")


@pytest.mark.parametrize("hits", [0, 1])
def test_one_case_is_never_first_never_judged_and_never_drawn(hits):
    places = [rate("甲村", hits, 1), *drawn()[1:]]
    held = compare(RATE, places)
    assert held.standings[-1].reading == places[0]
    figure = intervals(held.drawn, held.peers, "village", PRINT)
    assert "甲村" not in figure.layout.yaxis.ticktext
    assert "甲村" not in compared_title(held, "village") + standing_sentence(held, "", "village")


def test_the_title_says_who_stands_outside_or_that_nobody_does():
    assert compared_title(compare(RATE, drawn()), "village") == f"{RATE.name}：癸村显著低于整体，辛村显著高于整体"
    assert compared_title(compare(RATE, drawn()[3:9]), "village") == f"{RATE.name}：各村无显著差异"
    assert compared_title(compare(RATE, [rate("甲村", 9, 12), rate("乙村", 90, 100)]), "village") == f"{RATE.name}，按村"
    many = [rate(f"{number}村", 60 if number < 4 else 95, 100) for number in range(9)]
    assert compared_title(compare(RATE, many), "village").startswith(f"{RATE.name}：有 4 个村显著低于整体，")


def test_the_sentence_names_them_with_their_fractions_and_counts_the_others():
    said = standing_sentence(compare(RATE, drawn()), "近 12 个月，云禾镇", "village")
    assert said == (
        f"近 12 个月，云禾镇10 个村合计{RATE.name} 86.0%（702/816）；**癸村 60.0%（60/100，远超偶然）显著低于整体**；"
        "辛村 99.0%（99/100，远超偶然）显著高于整体；其余 6 个村与整体无显著差异；2 个村不足 20 件，不作比较。"
    )


def test_how_often_chance_alone_sets_a_village_apart_is_printed():
    held = compare(RATE, [rate(f"{number}村", 88, 100) for number in range(12)])
    assert caution_of(held, "village") == "12 个村里，即使毫无差别，平均也会有 0.6 个纯属偶然落在 95% 线外"
    apart = compare(RATE, [rate(f"{number}村", 60 + 3 * number, 100) for number in range(12)])
    assert caution_of(apart, "village").endswith("；各村差别大于偶然，界限已放宽")
    assert caution_of(compare(RATE, drawn()[:1]), "village") == ""


def test_like_is_held_against_like():
    near, far = [rate(f"近{n}村", 95, 100) for n in range(3)], [rate(f"远{n}村", 75, 100) for n in range(3)]
    lone = rate("孤村", 50, 100)
    everybody = compare(RATE, [*near, *far])
    assert {one.band for one in everybody.standings} == {"low", "high"}
    classes = {one.groups[0]: name for rows, name in ((near, "近郊"), (far, "偏远"), ([lone], "一般")) for one in rows}
    within = compare(RATE, [*near, *far, lone, rate("无类村", 90, 100)], classes)
    assert [one.band for one in within.standings] == ["within"] * 6 + ["alone"]
    assert [(one.name, one.whole.value) for one in within.peers] == [("近郊", 95.0), ("偏远", 75.0), ("一般", 50.0)]
    assert [one.groups[0] for one in within.unclassed] == [f"{TOWN}/无类村"]
    assert compared_title(within, "village") == f"{RATE.name}：各村无显著差异"
    assert band_words(within.standings[0]) == "与同类无显著差异"


def test_marks_differ_in_shape_and_not_only_in_colour():
    held = compare(RATE, drawn())
    figure = intervals(held.drawn, held.peers, "village", PRINT)
    marks = figure.data[-1].marker
    assert list(marks.symbol[:3]) == ["triangle-down", "triangle-up", "circle"]
    assert list(marks.line.color[:3]) == [PRINT.worse, PRINT.lead, PRINT.calm]
    assert marks.color[-1] == PRINT.paper  # 14 of 15 is hollow
    assert [words for _, _, words in legend(held.drawn)] == ["显著低于整体", "显著高于整体", "与整体无显著差异", "小样本，不作比较"]


def test_villages_of_one_name_are_told_apart_by_their_towns():
    groups = ["县/甲镇/柳沟村", "县/乙镇/柳沟村", "县/乙镇/东湾村"]
    assert list(names("village", groups).values()) == ["甲镇·柳沟村", "乙镇·柳沟村", "东湾村"]


def test_a_village_whose_name_reads_like_a_claim_is_quoted_from_the_data():
    word = re.findall(r"[^|]+", CLAIM.pattern)[0]
    places = [rate(f"{word}村", 40, 100), *(rate(f"{n}村", 90, 100) for n in range(5))]
    assert f"“{word}村”" in compared_title(compare(RATE, places), "village")
