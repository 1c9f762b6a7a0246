"""The gate as the settings name it: its keys, its ports for the doors, and the press side of the house."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from incamera.adapters.origin import OriginGate
from incamera.adapters.outside import Outside
from incamera.house.doors.doorkeeper import DoorPorts
from incamera.house.ledger.signing import Signer, load_signer
from incamera.house.meetings.service import Meetings
from incamera.house.press.feeds import Feeds
from incamera.house.press.service import PROBE, Press
from incamera.main.engines import Engines
from incamera.platform.clock import Clock
from incamera.platform.settings import Settings
from incamera.rules.outside import EMBED, GALLERY, RECORDING, WEBCAST

OUTPUTS = (GALLERY, WEBCAST, EMBED, RECORDING)
KEY_FILE = "gate.key"


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the origin of this house is, and the key its documents are signed with."""

    settings: Settings
    clock: Clock
    signer: Signer

    @property
    def run_dir(self) -> Path:
        """Where the origin's sockets and public keys lie (0700)."""
        return self.settings.data_dir.resolve() / "run" / "origin"

    def press(self, meetings: Meetings, engines: Engines) -> Press | None:
        """Passes and tickets; None without an engine for the open side."""
        if engines.listen_hidden is None:
            return None
        record = self.settings.data_dir.resolve() / "record"
        return Press(
            meetings,
            self.clock,
            self.signer.sign,
            engines.open_url,
            engines.listen_hidden,
            self.run_dir,
            record,
            self._feeds(meetings),
        )

    def _feeds(self, meetings: Meetings) -> Feeds:
        return Feeds(
            meetings,
            self.clock,
            self.settings.secrets_dir.resolve() / "feeds",
            str(self.run_dir / "sinks.sock"),
            self.settings.feeds_private,
        )

    def statement_key(self) -> bytes:
        """The origin's public key as it is now: it makes one at its first start. Raises OSError, ValueError."""
        return bytes.fromhex((self.run_dir / "origin.pub").read_text(encoding="ascii"))


def gate_for(settings: Settings, clock: Clock) -> Gate | None:
    """The gate, where the settings name one. Publishes the key by which the origin knows the api."""
    if not settings.origin_port:
        return None
    gate = Gate(settings, clock, load_signer(settings.secrets_dir, KEY_FILE))
    gate.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = gate.run_dir / ".api.pub.half"
    half.write_text(gate.signer.public_key.hex(), encoding="ascii")
    half.replace(gate.run_dir / "api.pub")
    return gate


def door_ports(engines: Engines, gate: Gate | None, press: Press | None, ending: AsyncExitStack) -> DoorPorts:
    """The ports of the doors, on the loop of whoever calls; closed with `ending`."""
    connected = engines.connect_all()
    for engine in connected.values():
        ending.push_async_callback(engine.close)
    if gate is None or press is None:
        return DoorPorts(connected)
    scale, now = gate.settings.deadline_scale, gate.clock.now
    origin = OriginGate(
        gate.run_dir / "control.sock",
        sign=gate.signer.sign,
        statement_key=gate.statement_key,
        now=now,
        deadline_scale=scale,
    )
    outside = Outside(
        f"http://127.0.0.1:{gate.settings.origin_port}",
        gate.settings.data_dir / "slate" / "manifest.json",
        give_pass=lambda meeting: press.signed_pass(meeting, PROBE),
        now=now,
        deadline_scale=scale,
    )
    ending.push_async_callback(origin.close)
    ending.push_async_callback(outside.close)
    return DoorPorts(connected, origin, outside)
