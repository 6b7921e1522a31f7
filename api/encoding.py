"""Compression of answers: the encoding both sides like best."""

import gzip
import re

import zstandard

LEAST = 800
"""Bytes below which compression is not worth it."""

OFFERED = ("zstd", "gzip")
"""Encodings offered beside the plain one, best first."""


def negotiated(accept_encoding: str | None) -> str | None:
    """Encoding for an `Accept-Encoding` header; null for none. The highest quality wins, then our own order."""
    weights: dict[str, float] = {}
    for part in (accept_encoding or "").lower().split(","):
        match = re.fullmatch(r"\s*([a-z0-9*-]+)\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?\s*", part)
        if match:
            weights[match[1]] = float(match[2] or 1)
    best = max(OFFERED, key=lambda one: (weights.get(one, weights.get("*", 0)), -OFFERED.index(one)))
    weight = weights.get(best, weights.get("*", 0))
    return best if weight > 0 and weight >= weights.get("identity", 0) else None


def compressed(body: bytes, encoding: str) -> bytes:
    """The body in the encoding; the same bytes for the same body."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=5).compress(body)
    return gzip.compress(body, compresslevel=6, mtime=0)
