"""What the shop knows and may tell: entries in two levels, and how the one that answers a question is found. Pure."""
