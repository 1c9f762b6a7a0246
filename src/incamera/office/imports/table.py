"""CSV text as rows of named cells. Comma or semicolon, quotes as RFC 4180 has them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from incamera.office.imports.parsed import FAULTS, Fault, Refused, Row, TableRead
from incamera.office.imports.sniffing import text_of
from incamera.platform.spreadsheet import plain

COLUMNS: Final = (
    "id", "name", "form", "languages", "official", "organisation", "organisation_type", "country", "title", "since",
    "until", "beside", "note",
)  # fmt: skip
"""One line for each office that a person holds or held; all but `name` may be missing."""
LINES: Final = 5_000


def read_table(data: bytes) -> TableRead:
    """Every line, with what is wrong in the form of each. Raises Refused for a file without a sound first line."""
    text = text_of(data)
    first, lines = _lines(text)
    columns = _columns(first)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, cells in lines:
        if isinstance(cells, str):
            faults.append(Fault(line=line, expected=cells))
        elif not any(cell.strip() for cell in cells):
            continue
        elif len(cells) != len(columns):
            faults.append(Fault(line=line, expected=f"{len(columns)} cells as in the first line, not {len(cells)}"))
        else:
            rows.append(Row(line=line, cells={c: plain(v.strip()) for c, v in zip(columns, cells, strict=True)}))
        if len(rows) > LINES:
            raise Refused(f"The list has too many lines; expected: at most {LINES:,}.")
        if len(faults) >= FAULTS:
            break
    if not rows and not faults:
        raise Refused("The list has no line below the names of its columns.")
    return TableRead(rows=rows, faults=faults)


def _lines(text: str) -> tuple[list[str], Iterator[tuple[int, list[str] | str]]]:
    head = text.split("\n", 1)[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)

    def numbered() -> Iterator[tuple[int, list[str] | str]]:
        while True:
            line = reader.line_num + 1
            try:
                yield line, next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, "cells between quotes that are closed, with quotes inside them doubled"
                return

    lines = numbered()
    first = next(lines, (1, ""))[1]
    if isinstance(first, str):
        raise Refused(_expected("It cannot be read."))
    return first, lines


def _columns(first: list[str]) -> list[str]:
    columns = [cell.strip().casefold() for cell in first]
    unknown = [c[:60] for c in columns if c not in COLUMNS]
    if unknown:
        raise Refused(_expected(f"It names a column that is not known: {unknown[0] or 'without a name'}."))
    if len(set(columns)) != len(columns):
        raise Refused(_expected("It names a column twice."))
    if "name" not in columns:
        raise Refused(_expected("It names no column `name`."))
    return columns


def _expected(fault: str) -> str:
    return f"The first line says what the columns are. {fault} Expected are some of: {', '.join(COLUMNS)}."
