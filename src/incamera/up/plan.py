"""What a stack consists of: the programs, their environment and their files, from settings and ports alone."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from incamera.adapters.livekit.config import LOOPBACK, EngineConfig, engine_file
from incamera.platform.settings import PREFIX
from incamera.up.child import Program
from incamera.up.keys import EngineKey, engine_key, write_private
from incamera.up.ports import Ports

ENGINES = ("open", "closed")
API_SILENCE_S = 10.0
API_LEAVE_S = 5.0
JOBS_LEAVE_S = 2.0

MACHINE_ENV = frozenset({
    "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONUNBUFFERED",
})  # fmt: skip
JOBS_SETTINGS = frozenset({
    "DATA_DIR", "DATABASE_URL", "PORT", "PUBLIC_URL", "PUBLIC_HOST", "OUTBOX_DIR",
    "SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_PASSWORD_FILE", "SMTP_FROM",
})  # fmt: skip
"""The only settings that the jobs get."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`media_address`: where browsers send media, None for this machine alone. `outside` names engines that somebody
    else runs (settings gave their secret): they are not started. `slowness` is the setting deadline_scale in per cent."""

    data_dir: Path
    ports: Ports
    app: str
    api_host: str
    slowness: int
    media_address: str | None
    outside: frozenset[str]
    has_gate: bool
    extra_env: Mapping[str, str]

    def key(self, engine: str) -> EngineKey:
        return engine_key(self.data_dir / "secrets", engine)

    def engine_url(self, engine: str) -> str:
        """Address for HTTP; the same with ws:// serves signalling."""
        return f"http://{LOOPBACK}:{getattr(self.ports, f'{engine}_http')}"

    def api_url(self) -> str:
        """Address at which the supervisor itself, on this machine, reaches the api."""
        host = {"0.0.0.0": LOOPBACK, "::": "[::1]"}.get(self.api_host, self.api_host)  # noqa: S104
        return f"http://{host}:{self.ports.api}"


def engine_program(plan: Plan, engine: str, binary: Path) -> Program:
    """The engine's program; writes its configuration, which holds its secret: never on a command line."""
    key = plan.key(engine)
    config = EngineConfig(
        key=key.name,
        secret=key.secret(),
        http_port=getattr(plan.ports, f"{engine}_http"),
        udp_port=getattr(plan.ports, f"{engine}_udp"),
        media_address=plan.media_address,
    )
    path = plan.data_dir / "run" / f"engine_{engine}.yaml"
    write_private(path, engine_file(config))
    return Program(
        name=f"engine-{engine}",
        command=(str(binary), "--config", str(path)),
        env={name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
        health=plan.engine_url(engine) + "/",
        silence_s=3.0 * plan.slowness / 100,
    )


def api_program(plan: Plan) -> Program:
    """The api in a process of its own."""
    command = (
        sys.executable, "-m", "uvicorn", "--factory", plan.app, "--host", plan.api_host, "--port", str(plan.ports.api),
        "--no-access-log", "--no-server-header", "--log-level", "warning", "--timeout-graceful-shutdown", "2",
    )  # fmt: skip
    return Program(
        name="api",
        command=command,
        env=product_env(plan),
        health=plan.api_url() + "/api/health",
        silence_s=API_SILENCE_S * plan.slowness / 100,
        leave_s=API_LEAVE_S,
    )


def origin_program(plan: Plan) -> Program:
    """The gate and the public side. It gets no engine's key."""
    command = (
        sys.executable, "-m", "incamera.media.origin", "--host", plan.api_host, "--port", str(plan.ports.origin),
    )  # fmt: skip
    return Program(
        name="origin",
        command=command,
        env=keyless_env(plan),
        health=f"http://{LOOPBACK}:{plan.ports.origin}/health",
        silence_s=5.0 * plan.slowness / 100,
        leave_s=1.0,
    )


def jobs_program(plan: Plan) -> Program:
    """Mail and whatever else is done later, and every parser of what strangers sent."""
    command = (sys.executable, "-m", "incamera.main.jobs")
    return Program(name="jobs", command=command, env=jobs_env(plan), leave_s=JOBS_LEAVE_S)


def slate_program(plan: Plan) -> Program:
    """Writes the pinned slate once, with the programme's own encoders."""
    command = (sys.executable, "-m", "incamera.media.programme", "--slate", str(plan.data_dir / "slate"))
    return Program(name="slate", command=command, env=keyless_env(plan), once=True)


def keyless_env(plan: Plan) -> dict[str, str]:
    """The environment of our own code that needs no engine's key and no password."""
    withheld = ("_KEY", "_SECRET", "_SECRET_FILE", "_PASSWORD", "_PASSWORD_FILE")
    return {n: v for n, v in product_env(plan).items() if not (n.startswith(PREFIX) and n.endswith(withheld))}


def jobs_env(plan: Plan) -> dict[str, str]:
    """What the jobs may know: where the database is and how mail is sent. By name, so that what is new is not in it."""
    names = {*MACHINE_ENV, *(f"{PREFIX}{name}" for name in JOBS_SETTINGS)}
    return {name: value for name, value in product_env(plan).items() if name in names}


def product_env(plan: Plan) -> dict[str, str]:
    """The environment of every child that is our own code. Secrets go by the path of a file."""
    ours = {
        "DATA_DIR": str(plan.data_dir),
        "HOST": plan.api_host,
        "PORT": str(plan.ports.api),
        "DEADLINE_SCALE": str(plan.slowness),
    }
    if plan.has_gate:
        ours["ORIGIN_PORT"] = str(plan.ports.origin)
    for engine in ENGINES:
        if engine in plan.outside:
            continue
        key = plan.key(engine)
        ours[f"ENGINE_{engine.upper()}_URL"] = plan.engine_url(engine).replace("http://", "ws://")
        ours[f"ENGINE_{engine.upper()}_KEY"] = key.name
        ours[f"ENGINE_{engine.upper()}_SECRET_FILE"] = str(key.file)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    prefixed = {f"{PREFIX}{name}": value for name, value in ours.items()}
    return {**inherited, "PYTHONUNBUFFERED": "1", **plan.extra_env, **prefixed}
