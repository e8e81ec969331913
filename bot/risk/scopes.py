"""What the words around a hit do to it: deny it, put it in somebody else's mouth, another shop, or a supposition.

"我不是要投诉", "投诉就算了", "朋友说可以投诉", "之前那家店我投诉过", "会不会漏电": each of these names a risk
without there being one. The cues are data (``lexicon/scopes.txt``); their number is their reach in characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot.risk.matcher import Hit, Places
from bot.risk.normalise import Normal
from bot.risk.pattern import CLAUSE_ENDS, SENTENCE_ENDS

Stance = Literal["said", "denied", "reported", "elsewhere", "supposed"]

_ASKING_END = re.compile(rf"[^{CLAUSE_ENDS}]{{0,12}}(?:吗|么|嘛|\?)")
_CONDITION = re.compile(r"(?:的话|我的话)?,?(?:你们?|我|那|那我)?(?:就|真|只好|只能|不行|别怪)(?!行|好|算)")
"""“不转人工我就投诉” wants what it names."""
_TAG_DENIALS = frozenset({"不是", "我不是", "并不是"})
_TELLING_OFF = frozenset({"别", "不要", "先别", "请别", "请不要", "千万别"})
_TOLD_OFF = frozenset({"emotion.accuse", "emotion.attitude"})
"""“别敷衍我” forbids what is being done: an accusation, where “别投诉” is none."""
_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"', "《": "》", "【": "】"}
_QUOTED = re.compile(f"[{''.join(_QUOTES)}]")
_LABELS = re.compile(
    r"(?:写着?|印着?|显示|提示|标着?|叫做?|名字|歌曲?|书|电影|小说|游戏|品牌|评论|标题)(?:的是|了|是)?[:,]?\Z"
)
_ENDS = re.compile(f"[{CLAUSE_ENDS}]")
_LABEL_REACH = 8
_FARTHEST = 16
_SHARED = 3
_CONCESSION = re.compile(r"[^。!?;\n]{0,12}[,。;\s]?(?:但是?|可是|可你|不过|只是你|是你们?逼|你们?别逼|实在)")


class Mention(NamedTuple):
    """A hit and how it is meant."""

    hit: Hit
    stance: Stance

    @property
    def kind(self) -> str:
        return self.hit.kind

    @property
    def weight(self) -> float:
        return self.hit.entry.weight


class Scopes:
    """The cues of one message."""

    def __init__(self, normal: Normal, hits: Sequence[Hit]) -> None:
        self._text = normal.text
        self._words = [hit for hit in hits if not hit.kind.startswith("scope.")]
        self._cues: dict[str, list[Hit]] = {}
        for cue in _standing_cues([hit for hit in hits if hit.kind.startswith("scope.")], self._words):
            self._cues.setdefault(cue.kind, []).append(cue)
        self._quoted = _quoted(normal.text)
        self._clause_stops, self._sentence_stops = _stops(normal)

    def mentions(self) -> list[Mention]:
        """Every hit that is not itself a cue, with its stance."""
        return [Mention(hit, self._stance(hit)) for hit in self._words]

    def _stance(self, hit: Hit) -> Stance:
        if self._denied(hit):
            return "denied"
        if self._reached(hit, "scope.elsewhere"):
            return "elsewhere"
        if self._reached(hit, "scope.reported") or self._label(hit):
            return "reported"
        if self._before(hit, "scope.suppose") is not None or self._after(hit, "scope.suppose_after"):
            return "supposed"
        return "said"

    def _denied(self, hit: Hit) -> bool:
        cue = self._before(hit, "scope.deny")
        if cue is None or self._any("scope.turn", cue.end, hit.start):
            return self._after(hit, "scope.deny_after")
        word = self._text[cue.start : cue.end]
        if word in _TELLING_OFF and hit.kind in _TOLD_OFF:
            return False
        if word == "不" and _CONDITION.match(self._text, hit.end):
            return False
        if word in _TAG_DENIALS and _ASKING_END.match(self._text, hit.end):
            return False
        return not (word.endswith("想") and _CONCESSION.match(self._text, hit.end))

    def _before(self, hit: Hit, kind: str) -> Hit | None:
        """The nearest cue in the same clause that reaches the hit from the left, or shares characters with it:
        in "不需要人工" the cue "不需要" ends inside "需要人工"."""
        last = min(hit.start + _SHARED, hit.end - 1)
        for cue in reversed(self._cues.get(kind, ())):
            if cue.end > last or cue.start >= hit.start:
                continue
            gap = hit.start - cue.end
            if gap > _FARTHEST or _any_within(self._clause_stops, cue.end, hit.start):
                return None
            if gap <= cue.entry.weight:
                return cue
        return None

    def _after(self, hit: Hit, kind: str) -> bool:
        """Whether a cue in the same clause reaches the hit from the right."""
        for cue in self._cues.get(kind, ()):
            gap = cue.start - hit.end
            if 0 <= gap <= min(_FARTHEST, cue.entry.weight):
                return not _any_within(self._clause_stops, hit.end, cue.start)
        return False

    def _reached(self, hit: Hit, kind: str) -> bool:
        """Whether a cue that holds to the end of its sentence stands before the hit, and nothing leads back here."""
        for cue in reversed(self._cues.get(kind, ())):
            gap = hit.start - cue.end
            if 0 <= gap <= min(_FARTHEST, cue.entry.weight):
                ended = _any_within(self._sentence_stops, cue.end, hit.start - 1)
                return not ended and not self._any("scope.here", cue.end, hit.start)
        return False

    def _any(self, kind: str, start: int, end: int) -> bool:
        return any(start <= cue.start < end for cue in self._cues.get(kind, ()))

    def _label(self, hit: Hit) -> bool:
        """Words in quotation marks that are a label or a title rather than speech."""
        quote = self._quoted.get(hit.start)
        if quote is None or quote != self._quoted.get(hit.end - 1):
            return False
        return _LABELS.search(self._text, max(0, quote - _LABEL_REACH), quote) is not None


def _any_within(places: Iterable[int], first: int, last: int) -> bool:
    return any(first <= place <= last for place in places)


def _standing_cues(cues: Sequence[Hit], words: Sequence[Hit]) -> list[Hit]:
    """The cues that mean what they say: no "不" inside "不得不", no "不要" inside the insult "不要脸"."""
    if not any(cue.kind == "scope.deny" for cue in cues):
        return list(cues)
    affirm = Places(cue for cue in cues if cue.kind == "scope.affirm")
    loaded = Places(word for word in words if word.kind.startswith(("emotion.", "risk.")))
    return [
        cue
        for cue in cues
        if cue.kind != "scope.deny"
        or not (
            any(other.end - other.start > cue.end - cue.start or other.start < cue.start for other in affirm.over(cue))
            or any(word.covers(cue) for word in loaded.over(cue))
        )
    ]


def _stops(normal: Normal) -> tuple[frozenset[int], frozenset[int]]:
    """Positions at which clauses and sentences end; a space between two pieces ends a clause."""
    ends = [(found.start(), found[0]) for found in _ENDS.finditer(normal.text)]
    sentence = frozenset(at for at, char in ends if char in SENTENCE_ENDS)
    return normal.breaks.union(at for at, _ in ends), sentence


def _quoted(text: str) -> dict[int, int]:
    """For every place inside quotation marks, where they open."""
    inside: dict[int, int] = {}
    if not _QUOTED.search(text):
        return inside
    opened, closing = -1, ""
    for at, char in enumerate(text):
        if opened >= 0 and char == closing:
            inside.update(dict.fromkeys(range(opened + 1, at), opened))
            opened = -1
        elif opened < 0 and char in _QUOTES:
            opened, closing = at, _QUOTES[char]
    return inside
