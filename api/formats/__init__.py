"""Formats of answers: which there are, which one is given, and how rows are written and sent in each."""
