"""The command `incamera doctor`: looks at everything a meeting stands on and says what to do about what is wrong.

It is refused while an engine holds a chamber: the media loop would take its share of a meeting that is live.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from incamera.platform.settings import Settings
from incamera.up.examine import (
    Engine,
    Finding,
    api_answers,
    chambers_held,
    clock_runs_true,
    database_is_sound,
    engine_is_hidden,
    engine_takes_key,
    space_is_left,
)
from incamera.up.keys import engine_key
from incamera.up.media_loop import media_flows
from incamera.up.plan import ENGINES

LONGEST_S = 30.0


@dataclass(frozen=True, slots=True)
class Check:
    """`run` gives what was found; `title` is what a person reads."""

    title: str
    run: Callable[[], Awaitable[Finding]]


def doctor(settings: Settings) -> int:
    """Print one line per check; 0 when all are well, 1 when one is not, 2 when a meeting is live."""
    return asyncio.run(_examine(settings))


async def _examine(settings: Settings) -> int:
    engines = list(_engines(settings))
    held = [name for engine in engines for name in await chambers_held(engine)]
    if held:
        print(f"A meeting is live ({len(held)} chambers are standing): the doctor comes when it has ended.")
        return 2
    sick = 0
    for check in _checks(settings, engines):
        try:
            async with asyncio.timeout(LONGEST_S * settings.deadline_scale / 100):
                found = await check.run()
        except TimeoutError:
            found = Finding(is_well=False, text="no answer in time", remedy="look at the output of `incamera up`")
        sick += not found.is_well
        print(f"{'well' if found.is_well else 'SICK'}  {check.title:<22}{found.text}", flush=True)
        if found.remedy and not found.is_well:
            print(f"      {'':<22}-> {found.remedy}", flush=True)
    return 1 if sick else 0


def _checks(settings: Settings, engines: list[Engine]) -> Iterator[Check]:
    yield Check("space", lambda: space_is_left(settings.data_dir))
    yield Check("clock", clock_runs_true)
    yield Check("database", lambda: database_is_sound(settings.database_url))
    yield Check("api", lambda: api_answers(settings.host, settings.port))
    for engine in engines:
        yield from _engine_checks(engine)


def _engine_checks(engine: Engine) -> Iterator[Check]:
    yield Check(f"engine {engine.name}", lambda: engine_takes_key(engine))
    yield Check(f"engine {engine.name} hidden", lambda: engine_is_hidden(engine))
    yield Check(f"engine {engine.name} media", lambda: media_flows(engine))


def _engines(settings: Settings) -> Iterator[Engine]:
    urls = {"open": settings.engine_open_url, "closed": settings.engine_closed_url}
    names = {"open": settings.engine_open_key, "closed": settings.engine_closed_key}
    given = {"open": settings.engine_open_secret, "closed": settings.engine_closed_secret}
    for name in ENGINES:
        secret = given[name]
        if secret is not None:
            yield Engine(name, urls[name], names[name], secret.get_secret_value())
        elif (settings.data_dir / "secrets" / f"engine_{name}").exists():
            key = engine_key(Path(settings.data_dir) / "secrets", name)
            yield Engine(name, urls[name], key.name, key.secret())
        else:
            yield Engine(name, urls[name], "", "")
