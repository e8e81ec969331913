"""Reads the shop's rules from ``data/policies/`` and says in Chinese what is wrong with them, all of it at once."""
