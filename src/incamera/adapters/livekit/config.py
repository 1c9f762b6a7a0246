"""The configuration file of one media engine, as LiveKit server 1.13 reads it.

JSON is YAML, so the file is written as JSON. An unknown key stops the engine's start: that is wanted.
"""

import json
from dataclasses import dataclass
from typing import Any

LOOPBACK = "127.0.0.1"
DAYS_7 = 604_800
"""Seconds. Only the doorkeeper deletes chambers; the engine's own empty-room time-outs must never come first."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """What differs between engines.

    Signalling, API and metrics always listen on loopback: a proxy in front is their only client. `media_address` is
    the address that browsers send media to; None keeps media on loopback as well, for tests and the demo.
    `tcp_port` (0: off) binds every address whatever else is set, so it is for `media_address` only.
    """

    key: str
    secret: str
    http_port: int
    udp_port: int
    tcp_port: int = 0
    media_address: str | None = None
    metrics_port: int | None = None
    webhook_url: str | None = None


def engine_file(config: EngineConfig) -> str:
    """The whole text of the file; it holds the secret, so write it with mode 0600."""
    whole: dict[str, Any] = {
        "port": config.http_port,
        "bind_addresses": [LOOPBACK],
        "rtc": _rtc(config),
        "keys": {config.key: config.secret},
        "room": {
            "auto_create": False,
            "empty_timeout": DAYS_7,
            "departure_timeout": DAYS_7,
            "enabled_codecs": [{"mime": "audio/opus"}, {"mime": "video/vp8"}],
        },
        "enable_data_tracks": False,
        # "info" writes identities, chamber names and IP addresses; "transport" warns at every ordinary good-bye
        "logging": {"level": "warn", "component_levels": {"transport": "error"}},
        "limit": {"num_tracks": 400},  # the default is no limit at all
    }
    if config.metrics_port is not None:
        whole["prometheus"] = {"port": config.metrics_port}
    if config.webhook_url is not None:
        whole["webhook"] = {"api_key": config.key, "urls": [config.webhook_url]}
    return json.dumps(whole, indent=1) + "\n"


def _rtc(config: EngineConfig) -> dict[str, Any]:
    shared = {
        "udp_port": config.udp_port,
        "tcp_port": config.tcp_port,
        "use_external_ip": False,
        "node_ip": config.media_address or LOOPBACK,
        "stun_servers": [
            f"{LOOPBACK}:3478"
        ],  # never empty: then server and clients would ask strangers on the internet
    }
    if config.media_address is not None:
        return shared
    return {**shared, "enable_loopback_candidate": True, "interfaces": {"includes": ["lo"]}}
