"""A skill's dialogue as a picture."""
