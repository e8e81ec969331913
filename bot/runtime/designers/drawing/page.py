"""Drawings as one web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_STYLE = """
body { margin: 0; background: #f6f7f9; color: #1f2329; font: 15px/1.6 'PingFang SC','Microsoft YaHei',sans-serif; }
nav { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #e5e7eb; padding: 10px 24px; }
nav a { color: #2563eb; margin-right: 18px; text-decoration: none; white-space: nowrap; }
section { margin: 20px 24px; background: #fff; border: 1px solid #e5e7eb; border-radius: 12px; overflow: auto; }
"""


def page(pictures: Sequence[tuple[str, str]]) -> str:
    """Pairs of skill and SVG, one below the other, with links to each at the top."""
    links = "".join(f'<a href="#{escape(skill)}">{escape(skill)}</a>' for skill, _ in pictures)
    body = "".join(f'<section id="{escape(skill)}">\n{picture}</section>\n' for skill, picture in pictures)
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>小接的对话</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<nav>{links}</nav>\n{body}</body>\n</html>\n"
    )
