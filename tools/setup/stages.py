"""Which stages make a checkout ready for what: `run` (the product), `check` (the quick checks), `test` (everything)."""

import sys
import time
from collections.abc import Callable

from tools.setup import chromium, clips, engine, environment, fronts, machine, postgresql, web
from tools.setup.say import SetupFailed, say

Stage = tuple[str, Callable[[], object]]


def _stages(purpose: str) -> list[Stage]:
    base: list[Stage] = [("machine", machine.require_space), ("environment", environment.make_environment)]
    pages: list[Stage] = [("web", web.build_bundle if purpose != "check" else web.install_packages)]
    if not web.is_present():
        pages = []
    media: list[Stage] = [("engine", engine.make_engine), ("clips", clips.make_clips)]
    others: list[Stage] = [
        ("chromium", chromium.require_chromium),
        ("proxies", fronts.require_fronts),
        ("postgresql", postgresql.require_postgresql),
    ]
    plan = {"check": base + pages, "run": base + media + pages, "test": base + media + pages + others}
    return plan[purpose]


def main(argv: list[str]) -> int:
    """Run the stages for the purpose in `argv`; print what each took; 1 and one sentence when one cannot be done."""
    if argv not in (["run"], ["check"], ["test"]):
        print("usage: python3 -m tools.setup run | check | test", file=sys.stderr)
        return 2
    began = time.monotonic()
    took: list[str] = []
    try:
        for name, stage in _stages(argv[0]):
            started = time.monotonic()
            stage()
            took.append(f"{name} {time.monotonic() - started:.1f} s")
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except OSError as error:
        place = f" at {error.filename}" if error.filename else ""
        print(f"\nSet-up stopped{place}: {error.strerror or error}. Is the disk full or not writable?", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up stopped; start it again and it goes on where it was.", file=sys.stderr)
        return 130
    say(f"ready in {time.monotonic() - began:.1f} s ({', '.join(took)})")
    return 0
