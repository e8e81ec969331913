"""Settings, secrets, wiring, logs and the process supervisor."""
