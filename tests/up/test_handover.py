"""Links go to a terminal, or into a file of this user's; never into lines that are kept."""

from __future__ import annotations

import io
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

from incamera.up.handover import hand_over

SECRET = "desk#once-and-for-an-hour"


def test_where_lines_are_kept_the_links_are_in_a_private_file(tmp_path: Path) -> None:
    out, file = io.StringIO(), tmp_path / "demo" / "links.txt"
    hand_over(f"\nadministrator {SECRET}\n", file, out)
    assert SECRET not in out.getvalue()
    assert (
        out.getvalue().strip() == f"This is not a terminal, so the links are in {file}, which only this user can read."
    )
    assert file.read_text(encoding="utf-8") == f"administrator {SECRET}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_terminal_shows_them_and_none_of_an_earlier_start_lie_about(tmp_path: Path) -> None:
    file = tmp_path / "links.txt"
    hand_over("old", file, io.StringIO())
    code = f"from pathlib import Path; from incamera.up.handover import hand_over; hand_over({SECRET!r}, Path({str(file)!r}))"
    terminal, end = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stdout=end, check=True)
    os.close(end)
    assert os.read(terminal, 1000).decode().strip() == SECRET
    os.close(terminal)
    assert not file.exists()
