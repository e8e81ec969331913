"""Matters that take several steps: what has to be known, how it is asked for, and what is done with it."""
