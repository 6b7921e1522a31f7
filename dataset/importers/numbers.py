"""Numbers: freed of binary noise, and as a sentence has them."""

_NAMES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def clean(number: float) -> float:
    """A number at ten digits: upstream sums and conversions leave noise behind (1.1999999999999999e+24)."""
    return float(f"{number:.10g}")


def in_words(number: float) -> str:
    """`175 billion`, `3.4 million`, `2,048`."""
    for size, name in _NAMES:
        if abs(number) >= size:
            return f"{number / size:.4g} {name}" if number / size < 1000 else f"{number / size:,.0f} {name}"
    return f"{number:,.4g}" if abs(number) < 1000 else f"{number:,.0f}"


def in_powers(number: float) -> str:
    """A number of many digits as a product with a power of ten: 3.14 times ten to the 23rd."""
    digits, _, power = f"{number:.2e}".partition("e")
    return f"{float(digits):g} \u00d7 10{str(int(power)).translate(_RAISED)}"
