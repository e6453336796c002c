"""The curve of the time until closing, a rate beside its shadow, and full rates beside which something is overdue."""

from indicators.definition import load_catalog
from indicators.survival import curve
from reports.figures import rate_over_time
from reports.figures_compare import intervals
from reports.figures_time import share_closed, two_rates, watched
from reports.palette import PRINT
from reports.reading import Reading
from reports.sentences import followed_words, rate_reading_words
from reports.sparkline import sparkline
from reports.standing import compare
from reports.words import caution_words, formula_words

CATALOG = load_catalog()
CLOSURE, ON_TIME, ORIGINAL = (CATALOG[f"case_{name}_rate"] for name in ("closure", "on_time", "on_time_original"))


def rate(numerator, denominator, period="all", groups=(), indicator=CLOSURE, shadow=None):
    value = 100 * numerator / denominator
    return Reading(
        indicator=indicator, period=period, groups=groups, numerator=numerator, denominator=denominator, value=value, shadow=shadow
    )


def drawn():
    return curve([1] * 12 + [3] * 5 + [40] * 3 + [7], ["closed"] * 12 + ["left"] * 5 + ["open"] * 3 + ["open"])


def test_those_under_observation_stand_under_the_days():
    assert [watched(drawn(), day) for day in (0, 1, 2, 7, 15, 41)] == [21, 21, 9, 4, 3, 0]
    assert list(share_closed(drawn(), 30, PRINT).layout.xaxis.ticktext)[:2] == ["0天<br>21", "15天<br>3"]


def test_what_became_of_the_cases_adds_up():
    assert followed_words(drawn()) == "21 件中办结 12 件、退回或撤诉 5 件、仍在办 4 件"


def test_a_full_month_stays_on_the_line_and_is_marked_where_others_are_overdue():
    course = [rate(30, 30, "2026-01", shadow=4), rate(29, 30, "2026-02")]
    line = rate_over_time(course, ["2026-01", "2026-02"], PRINT).data[0]
    assert line.y[0] == 100
    assert list(line.marker.symbol) == ["diamond", "circle"]
    assert "4 件" in line.hovertext[0]
    assert "橙色菱形" in rate_reading_words(course)
    assert "件数不足" not in rate_reading_words(course)


def test_a_full_rate_of_many_is_compared_and_never_printed_as_a_percentage():
    held = compare(CLOSURE, [rate(30, 30, groups=("甲",), shadow=2), rate(28, 30, groups=("乙",))])
    assert [one.band for one in held.standings] == ["within", "within"]
    assert caution_words(rate(15, 15, shadow=2)) == "小样本"
    beside = [note.text for note in intervals(held.drawn, held.peers, "village", PRINT).layout.annotations]
    assert any("30/30 件" in text and "2 件" in text for text in beside)
    assert not any("100.0%" in text for text in beside)


def test_the_shadow_is_dotted_and_both_are_named():
    first, second = ([rate(part, 50, "2026-01", indicator=one)] for part, one in ((48, ON_TIME), (45, ORIGINAL)))
    figure = two_rates(first, second, ["2026-01"], PRINT)
    assert figure.data[-1].line.dash == "dot"
    assert [note.text for note in figure.layout.annotations] == [f"{ON_TIME.name} 96.0%", f"{ORIGINAL.name} 90.0%"]


def test_crumbs_are_no_course():
    assert sparkline([1, None, None, None, 2, 3]) == ""
    assert sparkline([None, None, None, 1, 2, 3])


def test_a_rate_says_what_it_divides():
    assert formula_words(CATALOG["dispute_success_of_accepted_rate"]) == "调解成功件 ÷ 受理件"
    assert formula_words(CATALOG["case_received_count"]) == ""
