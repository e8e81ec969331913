"""What designers write, read with line numbers: linted, checked, drawn, and tried out."""
