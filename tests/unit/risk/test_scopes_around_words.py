"""Negation, quotation, supposition and other shops, around the same words."""

from __future__ import annotations

import pytest

from bot.risk.matcher import lexicon
from bot.risk.normalise import normalise
from bot.risk.scopes import Scopes

TABLE = [
    ("我要投诉", "投诉", "said"),
    ("我不是要投诉", "投诉", "denied"),
    ("我不是来投诉的", "投诉", "denied"),
    ("没有投诉你们的意思", "投诉", "denied"),
    ("不想投诉", "投诉", "denied"),
    ("我不想投诉,但是你们太过分", "投诉", "said"),
    ("不会去投诉的", "投诉", "denied"),
    ("懒得投诉", "投诉", "denied"),
    ("没必要投诉", "投诉", "denied"),
    ("投诉就算了", "投诉", "denied"),
    ("投诉就不必了", "投诉", "denied"),
    ("不得不投诉", "投诉", "said"),
    ("忍不住要投诉", "投诉", "said"),
    ("别逼我投诉", "投诉", "said"),
    ("别以为我不会投诉", "投诉", "supposed"),
    ("要不要我投诉", "投诉", "said"),
    ("不是吧,我要投诉", "投诉", "said"),
    ("不是 我要投诉", "投诉", "said"),
    ("不解决我就投诉", "投诉", "said"),
    ("没人管,投诉", "投诉", "said"),
    ("难道不是要我投诉吗", "投诉", "supposed"),
    ("朋友说可以投诉", "投诉", "reported"),
    ("听说有人投诉过", "投诉", "reported"),
    ("网上说可以投诉。我要投诉", "投诉", "said"),
    ("之前那家店我投诉过", "投诉", "elsewhere"),
    ("别的店我都投诉过,你们再不发我也投诉", "投诉", "said"),
    ("比别家差多了,我要投诉", "投诉", "said"),
    ("没生气", "生气", "denied"),
    ("我真没有生气", "生气", "denied"),
    ("能不生气吗", "生气", "supposed"),
    ("我很生气", "生气", "said"),
    ("担心漏电", "漏电", "supposed"),
    ("万一漏电怎么办", "漏电", "supposed"),
    ("已经漏电了", "漏电", "said"),
    ("不要脸的骗子", "骗子", "said"),
    ("你们不是骗子吗", "骗子", "supposed"),
    ("你们不是骗子", "骗子", "denied"),
    ("别骗我", "骗我", "said"),
    ("书名叫“大骗子”", "骗", "reported"),
    ("客服说“你就是骗子”", "骗", "said"),
]


@pytest.mark.parametrize("text, word, stance", TABLE)
def test_the_words_around_a_word_decide_how_it_is_meant(text: str, word: str, stance: str) -> None:
    """Cues reach only their own clause or sentence, and longer words that hold a negation are none."""
    normal = normalise(text)
    mentions = Scopes(normal, lexicon().find(normal)).mentions()

    meant = [mention.stance for mention in mentions if word in normal.text[mention.hit.start : mention.hit.end]]

    assert stance == meant[-1]
