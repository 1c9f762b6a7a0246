"""What the programme costs, beside a browser that is filmed and beside its encoder alone:
`python -m benchmarks.programme --tiles 1 2 4 6 --rounds 3 --seconds 12`.

Each number of tiles is one run: one engine, one chamber, the ways in turn. What was measured before with other numbers
stays in the table.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from livekit import api

from benchmarks.machine import Use, describe, load
from benchmarks.programme_heads import head_file, heads
from benchmarks.programme_record import Run, saved
from benchmarks.programme_table import draw, write
from benchmarks.programme_ways import browser_way, encoder_alone, identities, ours
from tests.engines import Engine, running_engine
from tests.media.programme.rig import make_chamber


def measure(tiles: int, rounds: int, seconds: float, ways: list[str]) -> Run:
    """`rounds` times every way, in turn."""
    run, use = Run(tiles, describe(), load()), Use()
    with running_engine("open") as engine:
        chamber = asyncio.run(make_chamber(engine))
        with heads(engine.url, [_token(engine, chamber, who) for who in identities(tiles)]):
            for number in range(rounds):
                if "ours" in ways:
                    run.ours.append(ours(engine, chamber, tiles, seconds))
                    print(f"{tiles} tiles, round {number + 1}, ours: {run.ours[-1]}", flush=True)
                if "browser" in ways:
                    run.browser.append(browser_way(engine, chamber, tiles, seconds, renditions=1))
                    run.browser_two.append(browser_way(engine, chamber, tiles, seconds, renditions=2))
                    print(f"{tiles} tiles, browser: {run.browser[-1]} {run.browser_two[-1]}", flush=True)
                if "x264" in ways:
                    run.encoder.append(encoder_alone(tiles, renditions=1))
                    run.encoders.append(encoder_alone(tiles, renditions=2))
                    print(f"{tiles} tiles, x264: {run.encoder[-1].cpu:.3f} {run.encoders[-1].cpu:.3f}", flush=True)
                run.use = use.share()
    return run


def _token(engine: Engine, chamber: str, who: str) -> str:
    grants = api.VideoGrants(room_join=True, room=chamber, can_publish=True, can_subscribe=False)
    return api.AccessToken(engine.key, engine.secret).with_identity(who).with_grants(grants).to_jwt()


def main() -> None:
    """Measure, print the table and put it into the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.programme", description=__doc__)
    options.add_argument("--tiles", type=int, nargs="*", default=[1, 2, 4, 6], help="none: only draw")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=12.0)
    options.add_argument("--ways", nargs="*", default=["ours", "browser", "x264"], help="fewer: nothing is kept")
    options.add_argument("--out", type=Path, default=Path("docs/webcast-speed.md"))
    given = options.parse_args()
    for tiles in given.tiles:
        for number in range(tiles):
            head_file(number)
        run = measure(tiles, given.rounds, given.seconds, given.ways)
        if len(given.ways) == 3:
            run.save()
    write(given.out, saved())
    print(draw(saved()))


if __name__ == "__main__":
    main()
