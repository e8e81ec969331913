"""One token for each Chinese character, one for each run of letters or digits."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import override

_TOKEN = re.compile(r"[0-9]+|[A-Za-z]+|[^\W\d_a-zA-Z]|[^\w\s]|_")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharTokenizer(Tokenizer):
    """Tokens for what needs them (entity tests, other Rasa components); our featurizers read the text itself.

    A word segmenter cuts 退货运费 in the wrong place (退|货运费), keeps a dictionary of 60 MB and a cache it reads
    with ``marshal`` from a folder anybody can write to; single characters cannot be cut wrongly.
    """

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        """See parent."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @override
    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """See parent."""
        return [Token(match[0], match.start()) for match in _TOKEN.finditer(message.get(attribute))]
