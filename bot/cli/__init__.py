"""The jiezhu command."""
