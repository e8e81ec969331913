"""Reads ``data/knowledge``: the entries designers write, the shop's words, and the figures of its rules."""
