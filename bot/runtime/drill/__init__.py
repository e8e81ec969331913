"""``jiezhu drill``: does harm to a running installation while people talk, and counts what it cost them."""
