"""Links that let somebody in: shown on a terminal, and never in lines that something keeps."""

import sys
from pathlib import Path
from typing import TextIO

from incamera.up.keys import write_private


def hand_over(text: str, file: Path, out: TextIO | None = None) -> None:
    """Write `text` to a terminal; where `out` (standard output) is none, into `file` for this user alone, and say so."""
    out = out or sys.stdout
    if out.isatty():
        file.unlink(missing_ok=True)  # those of an earlier start are void
        print(text, file=out, flush=True)
        return
    write_private(file, text.strip("\n") + "\n")
    print(
        f"\nThis is not a terminal, so the links are in {file.resolve()}, which only this user can read.",
        file=out,
        flush=True,
    )
