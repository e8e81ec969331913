"""The words everybody uses: ids, clock, money, errors, text. Imports nothing of ours; Python 3.10 clean."""
