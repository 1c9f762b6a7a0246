"""Who is reading in a request. The guard of the routes (`main/reading.py`) says it; without a guard nobody is."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from incamera.platform.errors import ProductError
from incamera.rules.office.access import Reader

COOKIE = "incamera_reader"


def closed() -> ProductError:
    """This browser may not read here."""
    return ProductError("desk_closed", 401, "Open the administrator's link in this browser first.")


def reader_of(request: Request) -> Reader:
    """Whom the guard let in. Raises ProductError 401."""
    reader = getattr(request.state, "reader", None)
    if not isinstance(reader, Reader):
        raise closed()
    return reader


ReaderHere = Annotated[Reader, Depends(reader_of)]
