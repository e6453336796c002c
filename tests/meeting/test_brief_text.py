"""A brief is kept as text: nothing of it may be lost on the way."""

import pytest

from reports.brief_text import brief_text, read_brief
from tests.meeting.drawn import DRAWN


@pytest.mark.parametrize("name", DRAWN)
def test_a_brief_read_back_from_its_text_is_the_same(name):
    brief = DRAWN[name]()
    assert read_brief(brief_text(brief)) == brief


def test_two_briefs_that_differ_in_one_digit_have_different_texts():
    texts = {name: brief_text(make()) for name, make in DRAWN.items()}
    assert len(set(texts.values())) == len(DRAWN)
    assert brief_text(DRAWN["rich"]()) == texts["rich"]


def test_what_is_no_brief_is_refused():
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_brief('{"title": "x"}')
