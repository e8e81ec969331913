"""Who is offered a waiting customer: filters, then a selector. Pure; the atomic claim is the store's."""
