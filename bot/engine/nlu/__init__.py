"""The pipeline: ordinary Rasa graph components, named in ``config.yml``."""
