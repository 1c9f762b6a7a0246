"""The two engines as the settings name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from incamera.adapters.livekit import connect, mint
from incamera.house.doors.doorkeepers import EngineFactory
from incamera.house.seats.service import EngineAccess
from incamera.platform.clock import Clock
from incamera.platform.settings import Settings
from incamera.rules.words import CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND, Side

SOURCES: Final = frozenset({CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND})


@dataclass(frozen=True, slots=True)
class Engines:
    """How browsers get in, and how the doorkeepers connect, on a loop of their own."""

    access: Mapping[Side, EngineAccess]
    connect_all: EngineFactory


@dataclass(frozen=True, slots=True)
class _Engine:
    url: str
    public_url: str
    key: str
    secret: SecretStr


def real_engines(settings: Settings, clock: Clock) -> Engines:
    """The engines that have a key; one without is not there."""
    known = _known(settings)
    access = {side: EngineAccess(engine.public_url, _mint(engine, clock)) for side, engine in known.items()}
    return Engines(
        access,
        lambda: {
            side: connect(
                engine.url,
                key=engine.key,
                secret=engine.secret.get_secret_value(),
                now=clock.now,
                deadline_scale=settings.deadline_scale,
            )
            for side, engine in known.items()
        },
    )


def _known(given: Settings) -> dict[Side, _Engine]:
    known = {}
    if given.engine_open_key and given.engine_open_secret is not None:
        known[Side.OPEN] = _Engine(
            given.engine_open_url, given.engine_open_public_url, given.engine_open_key, given.engine_open_secret
        )
    if given.engine_closed_key and given.engine_closed_secret is not None:
        known[Side.CLOSED] = _Engine(
            given.engine_closed_url, given.engine_closed_public_url, given.engine_closed_key, given.engine_closed_secret
        )
    return known


def _mint(engine: _Engine, clock: Clock) -> Callable[[str, str], str]:
    def minted(chamber: str, identity: str) -> str:
        secret = engine.secret.get_secret_value()
        return mint(engine.key, secret, chamber=chamber, identity=identity, sources=SOURCES, now=clock.now())

    return minted
