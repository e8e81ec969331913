"""Our engine measured beside stock Rasa: same data, same machine, same conversations, one run (docs/performance.md)."""
