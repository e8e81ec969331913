"""The actions Rasa calls, one file per skill. Never imports rasa."""
