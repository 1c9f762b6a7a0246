"""The media engine: LiveKit server at the version that engine/go.mod pins, found or built once."""

import os
import re
import shutil
from pathlib import Path

from tools.setup.places import BIN, LOGS, ROOT
from tools.setup.say import SetupFailed, first_line, run, say
from tools.setup.toolchains import find_go, version_of

MODULE = "github.com/livekit/livekit-server"


def pinned() -> str:
    """The version in engine/go.mod, without its v: "1.13.5"."""
    text = (ROOT / "engine" / "go.mod").read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(MODULE)} v(\S+)", text)
    if not found:
        raise SetupFailed("engine/go.mod pins no LiveKit server: restore the file from git.")
    return found.group(1)


def make_engine() -> Path:
    """The server's path: setting LIVEKIT_SERVER, PATH (only at the pinned version), our cache, a build."""
    version = pinned()
    named = os.environ.get("LIVEKIT_SERVER")
    if named:
        return _named(Path(named), version)
    present = shutil.which("livekit-server")
    if present and _matches(Path(present), version):
        return _announce(Path(present), "from PATH")
    cached = BIN / f"livekit-server-{version}"
    if _matches(cached, version):
        return cached
    _build(cached)
    if not _matches(cached, version):
        raise SetupFailed(f"{cached} does not answer as LiveKit {version}: delete it and start again.")
    return _announce(cached, "built")


def _named(path: Path, version: str) -> Path:
    if not _matches(path, version):
        raise SetupFailed(
            f"LIVEKIT_SERVER is {path}, which does not answer as LiveKit {version}: unset it or name that version."
        )
    return _announce(path, "from LIVEKIT_SERVER")


def _announce(path: Path, origin: str) -> Path:
    say(f"engine {origin}: {path} ({first_line([path, '--version'])})")
    return path


def _matches(path: Path, version: str) -> bool:
    return version_of(first_line([path, "--version"])) == version_of(version)


def _build(target: Path) -> None:
    go = find_go()
    BIN.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    run(
        [go, "build", "-trimpath", "-ldflags", "-s -w", "-o", half, f"{MODULE}/cmd/server"],
        doing="Building the media engine (2 to 4 minutes, once)",
        advice="is the Go module proxy reachable? Then start again; what was fetched is kept.",
        log=LOGS / "engine.log",
        cwd=ROOT / "engine",
        env={"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false", "GOTOOLCHAIN": "local", "GOWORK": "off"},
    )
    half.rename(target)  # only a finished build ever has the name that others look for
