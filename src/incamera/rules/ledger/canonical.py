"""Canonical JSON: RFC 8785 for the part of JSON the ledger uses, which has no fractions.

Without floats the RFC comes down to: no white space, members sorted by the UTF-16 code units of their names, the
shortest escapes. Whole numbers stay within ±(2^53 - 1), so that every JSON reader holds them exactly.
"""

import json
from collections.abc import Mapping
from typing import Final

MAX_INTEGER: Final = 2**53 - 1


class NotCanonicalError(ValueError):
    """The value cannot stand in a ledger: a fraction, too large a number, a lone surrogate, or no JSON at all."""


def canonical(value: object) -> bytes:
    """The one spelling of `value` in UTF-8; raises `NotCanonicalError`."""
    try:
        return _text(value).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonicalError("text holds half of a surrogate pair") from None
    except RecursionError:
        raise NotCanonicalError("nested too deeply") from None


def _text(value: object) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonicalError("a whole number beyond 2^53 - 1")
        return str(int(value))
    if isinstance(value, list | tuple):
        return f"[{','.join(_text(item) for item in value)}]"
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise NotCanonicalError("a member whose name is no text")
        names = sorted(value, key=_utf16)
        return f"{{{','.join(f'{_text(name)}:{_text(value[name])}' for name in names)}}}"
    raise NotCanonicalError(f"a {type(value).__name__} has no place in a ledger")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")
