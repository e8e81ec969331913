"""What talks to the outside: the store, SQL, the shop, the engine."""
