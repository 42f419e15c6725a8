"""From values to text: no terminal, no files, no effects."""
