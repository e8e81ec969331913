"""Goods or money that go back: what refund, return, exchange, quality and damage have in common."""
