"""What the words around a hit do to it: deny it, put it in somebody else's mouth, another shop, or a supposition.

"我不是要投诉", "投诉就算了", "朋友说可以投诉", "之前那家店我投诉过", "会不会漏电": each of these names a risk
without there being one. The cues are data (``lexicon/scopes.txt``); their number is their reach in characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.risk.matcher import Hit
from bot.risk.normalise import Normal
from bot.risk.pattern import CLAUSE_ENDS, SENTENCE_ENDS

Stance = Literal["said", "denied", "reported", "elsewhere", "supposed"]

_ASKING_END = re.compile(rf"[^{CLAUSE_ENDS}]{{0,12}}(?:吗|么|嘛|\?)")
_TAG_DENIALS = frozenset({"不是", "我不是", "并不是"})
_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"', "《": "》", "【": "】"}
_LABELS = re.compile(
    r"(?:写着?|印着?|显示|提示|标着?|叫做?|名字|歌曲?|书|电影|小说|游戏|品牌|评论|标题)(?:的是|了|是)?[:,]?\Z"
)
_LABEL_REACH = 8
_CONCESSION = re.compile(r"[^。!?;\n]{0,12}[,。;\s]?(?:但是?|可是|可你|不过|只是你|是你们?逼|你们?别逼|实在)")


@dataclass(frozen=True)
class Mention:
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
        self._normal = normal
        self._words = [hit for hit in hits if not hit.kind.startswith("scope.")]
        self._cues = self._standing_cues([hit for hit in hits if hit.kind.startswith("scope.")])
        self._quotes = _quoted_spans(normal.text)
        self._stops = _stops(normal)

    def mentions(self) -> list[Mention]:
        """Every hit that is not itself a cue, with its stance."""
        return [Mention(hit, self._stance(hit)) for hit in self._words]

    def _standing_cues(self, cues: list[Hit]) -> dict[str, list[Hit]]:
        """Cues by kind; "不" inside "不得不", "不要" inside the insult "不要脸" are no negations."""
        affirm = [cue for cue in cues if cue.kind == "scope.affirm"]
        words = [word for word in self._words if word.kind.split(".")[0] in ("emotion", "risk")]
        standing: dict[str, list[Hit]] = {}
        for cue in cues:
            if cue.kind == "scope.deny" and (_swallowed(cue, affirm) or any(word.covers(cue) for word in words)):
                continue
            standing.setdefault(cue.kind, []).append(cue)
        return standing

    def _stance(self, hit: Hit) -> Stance:
        if self._denied(hit):
            return "denied"
        if self._reaches(hit, "scope.elsewhere"):
            return "elsewhere"
        if self._reaches(hit, "scope.reported") or self._label(hit):
            return "reported"
        if self._supposed(hit):
            return "supposed"
        return "said"

    def _denied(self, hit: Hit) -> bool:
        for cue in self._cues.get("scope.deny", ()):
            if not self._leads(cue, hit) or self._turned(cue.end, hit.start):
                continue
            if self._text(cue) in _TAG_DENIALS and _ASKING_END.match(self._normal.text, hit.end):
                continue
            return not _CONCESSION.match(self._normal.text, hit.end) or not self._text(cue).endswith("想")
        for cue in self._cues.get("scope.deny_after", ()):
            if 0 <= cue.start - hit.end <= cue.entry.weight and not self._stopped(hit.end, cue.start, "clause"):
                return True
        return False

    def _supposed(self, hit: Hit) -> bool:
        if any(self._leads(cue, hit) for cue in self._cues.get("scope.suppose", ())):
            return True
        return any(
            0 <= cue.start - hit.end <= cue.entry.weight and not self._stopped(hit.end, cue.start, "clause")
            for cue in self._cues.get("scope.suppose_after", ())
        )

    def _reaches(self, hit: Hit, kind: str) -> bool:
        """Whether a cue that holds to the end of its sentence stands before the hit, and nothing leads back here."""
        return any(
            0 <= hit.start - cue.end <= cue.entry.weight
            and not self._stopped(cue.end, hit.start, "sentence")
            and not any(cue.end <= here.start < hit.start for here in self._cues.get("scope.here", ()))
            for cue in self._cues.get(kind, ())
        )

    def _leads(self, cue: Hit, hit: Hit) -> bool:
        distance = hit.start - cue.end
        return 0 <= distance <= cue.entry.weight and not self._stopped(cue.end, hit.start, "clause")

    def _turned(self, start: int, end: int) -> bool:
        return any(start <= turn.start and turn.end <= end for turn in self._cues.get("scope.turn", ()))

    def _stopped(self, start: int, end: int, what: Literal["clause", "sentence"]) -> bool:
        return any(at in self._stops[what] for at in range(start, end + 1))

    def _label(self, hit: Hit) -> bool:
        """Words in quotation marks that are a label or a title rather than speech."""
        return any(
            start < hit.start and hit.end <= end and _LABELS.search(self._normal.text, max(0, start - _LABEL_REACH), start)
            for start, end in self._quotes
        )

    def _text(self, hit: Hit) -> str:
        return self._normal.text[hit.start : hit.end]


def _swallowed(cue: Hit, affirm: list[Hit]) -> bool:
    """Whether a longer word that is no negation takes the cue's place."""
    size = cue.end - cue.start
    return any(other.overlaps(cue) and (other.end - other.start > size or other.start < cue.start) for other in affirm)


def _stops(normal: Normal) -> dict[str, frozenset[int]]:
    """Positions at which a clause and a sentence end; a space between two pieces ends a clause."""
    clause = {at for at, char in enumerate(normal.text) if char in CLAUSE_ENDS}
    sentence = {at for at, char in enumerate(normal.text) if char in SENTENCE_ENDS}
    return {"clause": frozenset(clause | normal.breaks), "sentence": frozenset(sentence)}


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened, closing = -1, ""
    for at, char in enumerate(text):
        if opened >= 0 and char == closing:
            spans.append((opened, at))
            opened = -1
        elif opened < 0 and char in _QUOTES:
            opened, closing = at, _QUOTES[char]
    return spans
