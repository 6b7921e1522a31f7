"""One file a noun: its paths, each calling one query."""
