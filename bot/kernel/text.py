"""Customer text made safe to keep and show, and plain for whatever reads it.

People see what was typed (``，`` stays ``，``); programs see one Unicode form (``ＪＺ`` becomes ``JZ``). The order
matters for the engine: NFKC turns the full-width ``／`` back into ``/``, so normalise first and escape last (Rasa
reads any text that starts with ``/`` as an intent with entities).
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 2000
"""The longest message that is stored; the widget says so before it is sent."""

MAX_CHARS_FOR_ENGINE = 500
"""The longest text the engine reads: a pipeline's time grows with length and blocks its worker."""

_KEPT_CONTROLS = {"\n", "\t"}
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]"
)


def clean(text: str, *, limit: int = MAX_CHARS) -> str:
    """What the customer meant, safe to keep and show: no invisible or control characters, capped.

    A zero-width joiner inside an emoji goes too: the parts stay readable, and nothing can hide in it.
    """
    text = unicodedata.normalize("NFC", text[: limit * 2])
    text = _INVISIBLE.sub("", text)
    if not text.isprintable():
        text = "".join(ch for ch in text if ch in _KEPT_CONTROLS or unicodedata.category(ch)[0] != "C")
    return text.strip()[:limit]


def plain(text: str, *, limit: int = MAX_CHARS) -> str:
    """The text in the one form that patterns and models read (NFKC): full-width letters and digits become plain."""
    # NFKC can lengthen a text 18 times over (U+FDFA), so it is cut before and after.
    return unicodedata.normalize("NFKC", clean(text, limit=limit)).strip()[:limit]


def for_engine(text: str) -> str:
    """Plain text as the engine may read it: one line, short, never a command."""
    text = " ".join(plain(text).split())[:MAX_CHARS_FOR_ENGINE]
    return f"／{text[1:]}" if text.startswith("/") else text
