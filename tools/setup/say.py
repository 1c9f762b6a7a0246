"""What set-up says to the person in front of it, and how it runs other programs."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class SetupFailed(Exception):
    """Set-up cannot go on; the text is the one sentence that says what to do."""


def say(text: str) -> None:
    """Print a progress line at once, also into a pipe."""
    print(f"set-up: {text}", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    doing: str,
    advice: str,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a program with its output in `log`; on failure show the end of it and raise SetupFailed with `advice`.

    `env` is laid over this process's environment. A line with the time taken follows each success, and one every
    15 s while it lasts, so that nobody takes a slow step for a hung one.
    """
    say(f"{doing} ...")
    started = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        _wait(child, doing, started)
    if child.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        print("\n".join(tail), file=sys.stderr)
        raise SetupFailed(f"{doing} failed (its whole output is in {log}): {advice}")
    say(f"{doing}: done in {time.monotonic() - started:.0f} s")


def _wait(child: "subprocess.Popen[bytes]", doing: str, started: float) -> None:
    try:
        while True:
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                say(f"{doing}: still at it after {time.monotonic() - started:.0f} s")
            else:
                return
    except BaseException:
        child.kill()
        child.wait()
        raise


def first_line(command: Sequence[str | Path]) -> str:
    """The first line a program prints, or "" when it is missing, fails or takes longer than 20 s."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else ""
