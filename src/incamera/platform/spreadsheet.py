"""Cells for spreadsheet programs, which run whatever begins like a formula: an apostrophe in front makes it text.

Both ways, so that what is written out comes back as it was: `plain(defused(text)) == text` for every text.
"""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")


def defused(text: str) -> str:
    """The text as a cell that no program runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """What a cell says."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
