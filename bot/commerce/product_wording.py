"""A product's page spoken the way a chat speaks it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.commerce.days import spoken_day
from bot.commerce.products import Product, Variant

FEW = 5
"""Pieces on hand below which their number is said."""

_PARTS = re.compile(r"[ 　/,，、]+")
_TAILS = ("色", "款", "码", "味")
_SIZES = frozenset({"s", "m", "l", "xl", "xxl", "xxxl"})
_LATIN = re.compile(r"[a-z]+")


def stock_words(product: Product, asked: str) -> str:
    """What is there and what is not, a line for each kind; only the kinds a text names, when it names some."""
    named = [variant for variant in product.variants if _is_named(variant, asked)]
    return "\n".join(_variant(variant) for variant in named or product.variants)


def names_a_kind(product: Product, text: str) -> bool:
    """Whether a text names a colour or a size of a product that has several."""
    return len(product.variants) > 1 and any(_is_named(variant, text) for variant in product.variants)


def fact_words(facts: Iterable[tuple[str, str]]) -> str:
    """Facts of the page in one line: ``材质：100%棉；洗涤：30℃以下轻柔机洗``."""
    return "；".join(f"{name}：{value}" for name, value in facts)


def _variant(variant: Variant) -> str:
    if variant.stock >= FEW:
        return f"{variant.spec}：有货"
    if variant.stock > 0:
        return f"{variant.spec}：只剩{variant.stock}件"
    if variant.restock_on:
        return f"{variant.spec}：暂时没货，预计{spoken_day(variant.restock_on)}补上"
    return f"{variant.spec}：暂时没货，补货的日子还没定"


def _is_named(variant: Variant, asked: str) -> bool:
    """Whether a text names a kind: its colour without 色, its size as a word of its own."""
    text = asked.lower()
    latin = set(_LATIN.findall(text))
    for part in _PARTS.split(variant.spec.lower()):
        bare = part[:-1] if len(part) > 2 and part.endswith(_TAILS) else part
        if bare in _SIZES:
            if bare in latin:
                return True
        elif len(bare) > 1 and bare in text:
            return True
    return False
