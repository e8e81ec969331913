"""What designers write fits together: names, rules, examples, tables."""
