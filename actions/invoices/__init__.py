"""The steps of an invoice: for which order, of which kind, to whom, and where it goes."""
