"""Orders, parcels, refunds and their rules, and the port to a shop."""
