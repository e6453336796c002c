"""Every mechanism of the source article is followed by indicators that exist, in the article's own words, and none of them watches persons."""

from pathlib import Path

import pytest

from indicators.definition import load_catalog
from indicators.mechanisms import load_mechanisms, mechanisms_of

ARTICLE = Path(__file__).parents[2] / ".." / "shared" / "reference" / "article-chengcao.txt"
MECHANISMS = list(load_mechanisms().values())
FOLLOWED = [f"M{number:02}" for number in range(1, 26) if number != 24]
WATCHED = ("刑满", "释放人员", "吸毒", "精神障碍", "社区矫正", "重点人", "稳控", "管控", "见面率")
each_mechanism = pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.id)


def test_all_but_the_heading_are_followed_in_their_order():
    assert list(load_mechanisms()) == FOLLOWED


@each_mechanism
def test_is_followed_by_indicators_that_exist(mechanism):
    assert mechanism.indicators
    assert not [id for id in mechanism.indicators if id not in load_catalog()]
    assert len(set(mechanism.indicators)) == len(mechanism.indicators)


@each_mechanism
def test_says_in_one_sentence_what_is_never_measured(mechanism):
    assert mechanism.name
    assert mechanism.guard.endswith("。")


@each_mechanism
@pytest.mark.skipif(not ARTICLE.exists(), reason="the source article is not here")
def test_speaks_in_the_words_of_the_article(mechanism):
    assert mechanism.quotation in ARTICLE.read_text(encoding="utf-8")


def test_names_the_mechanisms_of_an_indicator():
    assert [one.id for one in mechanisms_of("dispute_village_level_rate")] == ["M04", "M23"]
    assert mechanisms_of("case_density") == ()


def test_what_an_indicator_says_of_its_mechanisms_is_what_they_say():
    said = {(id, indicator.id) for indicator in load_catalog().values() for id in indicator.mechanisms}
    assert said <= {(one.id, id) for one in MECHANISMS for id in one.indicators}


def _texts():
    for one in MECHANISMS:
        yield f"{one.id} {one.name} {one.quotation} {one.guard}"
    for id in {id for one in MECHANISMS for id in one.indicators}:
        indicator = load_catalog()[id]
        parts = " ".join(part.name for part in indicator.parts.values())
        yield f"{indicator.name} {indicator.definition} {parts} {' '.join(indicator.caveats)}"


def test_no_mechanism_watches_persons():
    assert not [(word, text) for text in _texts() for word in WATCHED if word in text]
