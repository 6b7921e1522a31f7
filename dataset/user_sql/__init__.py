"""SQL of users over a release: read and checked first, then run in a process of its own."""
