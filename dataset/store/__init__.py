"""Releases opened for asking: found, prepared into a cache, and read by bound SQL."""
