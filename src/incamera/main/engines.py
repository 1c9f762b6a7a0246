"""The two engines as the settings name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from pydantic import SecretStr

from incamera.adapters.livekit import connect, mint
from incamera.house.seats.service import EngineAccess
from incamera.platform.clock import Clock
from incamera.platform.settings import Settings
from incamera.ports import EnginePort
from incamera.rules.words import CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND, Side

SOURCES: Final = frozenset({CAMERA, MICROPHONE, SCREEN, SCREEN_SOUND})


class ClosableEngine(EnginePort, Protocol):
    """An engine whose sockets can be given back."""

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Engines:
    """How browsers get in, and how the doorkeepers connect, on a loop of their own."""

    access: Mapping[Side, EngineAccess]
    connect_all: Callable[[], Mapping[Side, ClosableEngine]]
    open_url: str = ""
    """As our own workers reach engine open."""
    listen_hidden: Callable[[str, str], str] | None = None
    """(chamber, identity) -> a token for the programme worker, which nobody sees."""


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
    opened = known.get(Side.OPEN)
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
        opened.url if opened is not None else "",
        _mint(opened, clock, hidden=True) if opened is not None else None,
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


def _mint(engine: _Engine, clock: Clock, *, hidden: bool = False) -> Callable[[str, str], str]:
    def minted(chamber: str, identity: str) -> str:
        secret = engine.secret.get_secret_value()
        sources = frozenset[str]() if hidden else SOURCES
        return mint(
            engine.key, secret, chamber=chamber, identity=identity, sources=sources, now=clock.now(), hidden=hidden
        )

    return minted
