"""The steps of a changed delivery: which order, how it can still be reached, which parts, and their values."""
