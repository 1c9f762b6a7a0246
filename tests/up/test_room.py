"""A data folder that cannot be used is one sentence that says what to do, before anything is started."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from incamera import cli


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INCAMERA_DATA_DIR", str(tmp_path / "data"))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on standard error: one paragraph without a traceback."""
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("command", ["up", "demo"])
def test_too_little_space(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 3_000_000))
    assert cli.main([command]) == 1
    assert "There are 3 MB free in" in (text := said(capsys))
    assert "make room, or set INCAMERA_DATA_DIR" in text


def test_a_folder_that_cannot_be_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("INCAMERA_DATA_DIR", str(tmp_path / "file" / "data"))
    assert cli.main(["up"]) == 1
    assert "cannot be written (Not a directory): make it writable" in said(capsys)


def test_a_database_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "incamera.sqlite3").write_text("this is no database, it is a letter\n" * 50, encoding="ascii")
    assert cli.main(["up"]) == 1
    assert said(capsys) == (
        "The database cannot be used (file is not a database): `incamera doctor` looks at it and at the disk."
    )
