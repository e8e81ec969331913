"""How well messages are understood: rows with the right answers, what the engine made of them, and the figures."""
