"""The media engine: LiveKit server at the version that engine/go.mod pins, found or built once."""

import os

from incamera.up.engine_binary import VERSION, EngineMissing, cached, find_engine
from tools.setup.places import LOGS, ROOT
from tools.setup.say import SetupFailed, run, say
from tools.setup.toolchains import find_go

SERVER = "github.com/livekit/livekit-server/cmd/server"


def make_engine() -> None:
    """Find the server where the product will look for it; build it into our cache when it is nowhere."""
    try:
        path, origin = find_engine()
    except EngineMissing as missing:
        if os.environ.get("LIVEKIT_SERVER"):
            raise SetupFailed(str(missing)) from missing
        _build()
        path, origin = find_engine()
    say(f"media engine LiveKit {VERSION} {origin}: {path}")


def _build() -> None:
    go = find_go()
    target = cached()
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    run(
        [go, "build", "-trimpath", "-ldflags", "-s -w", "-o", half, SERVER],
        doing="Building the media engine (2 to 4 minutes, once)",
        advice="is the Go module proxy reachable? Then start again; what was fetched is kept.",
        log=LOGS / "engine.log",
        cwd=ROOT / "engine",
        env={"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false", "GOTOOLCHAIN": "local", "GOWORK": "off"},
    )
    half.rename(target)  # only a finished build ever has the name that others look for
