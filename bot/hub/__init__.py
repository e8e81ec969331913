"""The service people connect to: the customer audience and the staff audience."""
