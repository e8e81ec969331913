"""The shop's rules as data: what may be refunded, changed, promised and given, by whom, and from when to when.

The modules named by a thing (``categories``, ``promises`` …) hold the rules themselves and know no order. Those named
by a question (``refunding``, ``offering``, ``compensating``, ``changing``, ``pricing`` …) judge an order by them.
"""
