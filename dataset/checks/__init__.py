"""The rules that records keep, each declared once in `registry` and applied by `run`."""
