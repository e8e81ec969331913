"""The agents' canned replies, ``data/replies/agents.yml``: read, put in order for a conversation, filled (B2, H1)."""
