"""`python -m tools.checks check | test`: the checks one after another, with the time of each.

All quick checks run even when one fails, so that one look shows everything; the tests come last, so that pytest's own
closing line is the last one of all.
"""

import subprocess
import sys
import time
from collections.abc import Sequence

from tools.setup import web
from tools.setup.places import PYTHON, ROOT, WEB
from tools.setup.toolchains import find_node

QUICK = ["-n", "2", "-m", "not e2e and not engine and not process and not whole", "--hypothesis-profile=quick"]
CODE = ["-n", "2", "-m", "not e2e and not engine and not process", "--durations=10", "--cov", "--cov-fail-under=0"]
PROCESSES = ["-m", "process and not e2e and not engine", "--durations=10", "--cov", "--cov-append"]
"""What starts processes has the machine for itself; together with the rest of the code it has to reach every line."""
POSTGRESQL = [
    *("-n", "2"),
    *("tests/house", "--ignore=tests/house/doors", "tests/office", "tests/platform", "tests/test_api_fuzz.py"),
    "--database=postgresql",
    *("-m", "not e2e and not engine", "--hypothesis-profile=quick", "--durations=10"),
]
"""Whatever uses a database, once more on the other one."""
STORIES = ["-m", "e2e or engine", "--durations=15"]
TYPED = ("src", "tools", "tests", "migrations", "benchmarks")
Check = tuple[str, Sequence[str]]


def quick() -> list[Check]:
    """Everything that reads the code without running the product."""
    return [
        ("ruff", [str(PYTHON), "-m", "ruff", "check", "."]),
        ("format", [str(PYTHON), "-m", "ruff", "format", "--check", "."]),
        ("types", [str(PYTHON), "-m", "mypy", *(name for name in TYPED if (ROOT / name).is_dir())]),
        ("imports", [str(PYTHON.with_name("lint-imports")), "--cache-dir", ".incamera/import-linter"]),
        ("profile ids", [str(PYTHON), "tools/lint_profile_ids.py"]),
    ]


def run(name: str, command: Sequence[str], times: list[str]) -> bool:
    """Run one check from the checkout's root; True when it passed."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    passed = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    times.append(f"{name} {time.monotonic() - began:.0f} s{'' if passed else ' FAILED'}")
    return passed


def pages(times: list[str]) -> bool:
    """The pages' own checks: types, style and unit tests."""
    if not web.is_present():
        return True
    node = find_node()
    print("\n== pages", flush=True)
    began = time.monotonic()
    command = [*node.command, "run", "--silent", "check"]
    passed = subprocess.run(command, cwd=WEB, env=node.env(), check=False).returncode == 0
    times.append(f"pages {time.monotonic() - began:.0f} s{'' if passed else ' FAILED'}")
    return passed


def main(argv: list[str]) -> int:
    """Run the checks for `argv`: 0 when every one passed."""
    if argv not in (["check"], ["test"]):
        print("usage: python -m tools.checks check | test", file=sys.stderr)
        return 2
    times: list[str] = []
    results = [run(name, command, times) for name, command in quick()]
    results.append(pages(times))
    print(f"\ntimes: {', '.join(times)}", flush=True)
    tests = (
        [pytest(QUICK)] if argv == ["check"] else [pytest(words) for words in (CODE, PROCESSES, POSTGRESQL, STORIES)]
    )
    if not all(results):
        print("not green: see the checks marked FAILED above the tests", file=sys.stderr)
        return 1
    return max(tests)


def pytest(words: Sequence[str]) -> int:
    """Run pytest; its own exit code."""
    return subprocess.run([str(PYTHON), "-m", "pytest", *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
