"""All settings: one frozen object, read once at start from `INCAMERA_*` and handed down.

Each secret may come from a file instead (`INCAMERA_ENGINE_OPEN_SECRET_FILE=/run/secrets/…`). Contradictions are
refused at start with a sentence that says what to change.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX: Final = "INCAMERA_"


class SettingsError(Exception):
    """The settings contradict each other or cannot be read; the text says what to change."""


class Settings(BaseSettings):
    """Every setting with its default. `None` means: not set up."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True, env_ignore_empty=True
    )

    data_dir: Path = Path(".incamera/data")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""  # address of the rooms as browsers see it; derived from the port when empty
    public_host: str = "127.0.0.1"  # host name of the public side, never that of the rooms: cookies know no ports
    database_url: str = ""  # derived from data_dir when empty

    engine_open_url: str = "ws://127.0.0.1:7880"
    engine_open_public_url: str = ""  # as browsers reach it; the same as engine_open_url when empty
    engine_open_key: str = ""
    engine_open_secret: SecretStr | None = None
    engine_open_secret_file: Path | None = None
    engine_closed_url: str = "ws://127.0.0.1:7890"
    engine_closed_public_url: str = ""
    engine_closed_key: str = ""
    engine_closed_secret: SecretStr | None = None
    engine_closed_secret_file: Path | None = None

    origin_port: int = Field(default=0, ge=0, le=65535)  # of the gate's public side on this machine; 0: no gate
    origin_url: str = ""  # address of the public side as browsers see it; derived when empty
    gallery_url: str = ""  # the same under the rooms' host name, for the gallery alone; derived when empty

    feeds_private: bool = False  # whether feeds may go to this machine or to private networks

    smtp_host: str | None = None  # none: mail goes into outbox_dir
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_password_file: Path | None = None
    smtp_from: str = "incamera@localhost"
    outbox_dir: Path | None = None  # derived from data_dir when not set

    web_dir: Path = Path(".incamera/web")
    deadline_scale: int = Field(default=100, ge=100, le=10_000)  # per cent: how much longer a slow machine may take

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in ("engine_open_secret", "engine_closed_secret", "smtp_password"):
            path = values.get(f"{name}_file")
            if not path:
                continue
            if values.get(name):
                raise ValueError(_both(name))
            values[name] = _read_secret(name, Path(path))
        return values

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, values: dict[str, Any]) -> dict[str, Any]:
        data_dir = Path(values.get("data_dir") or cls.model_fields["data_dir"].default)
        port = values.get("port") or cls.model_fields["port"].default
        derived = {
            "public_url": f"http://localhost:{port}",
            "database_url": f"sqlite+aiosqlite:///{data_dir / 'incamera.sqlite3'}",
            "outbox_dir": data_dir / "outbox",
            "origin_url": _beside(values.get("public_host") or cls.model_fields["public_host"].default, values),
            "gallery_url": _beside("localhost", values),
            "engine_open_public_url": values.get("engine_open_url") or cls.model_fields["engine_open_url"].default,
            "engine_closed_public_url": values.get("engine_closed_url")
            or cls.model_fields["engine_closed_url"].default,
        }
        return values | {name: value for name, value in derived.items() if not values.get(name)}

    @model_validator(mode="after")
    def _check(self) -> "Settings":
        faults = [sentence for is_wrong, sentence in _contradictions(self) if is_wrong]
        if faults:
            raise ValueError(" ".join(faults))
        return self

    @property
    def origin(self) -> str:
        """Scheme, host and port of `public_url`: the one Origin that commands are accepted from."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def secrets_dir(self) -> Path:
        """Where keys that were made at first start are kept (0700)."""
        return self.data_dir / "secrets"

    def deadline_us(self, us: int) -> int:
        """A deadline stretched by `deadline_scale`."""
        return us * self.deadline_scale // 100


def _beside(host: str, values: Mapping[str, Any]) -> str:
    """The gate's address on this machine, where there is one."""
    port = int(values.get("origin_port") or 0)
    return f"http://{host}:{port}" if port else ""


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Settings from the environment, `overrides` first; raises `SettingsError` with what to change."""
    try:
        return Settings(**(overrides or {}))
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(item) for item in error.errors(include_input=False))) from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _contradictions(settings: Settings) -> list[tuple[bool, str]]:
    """Each pair: is it wrong, and the sentence that says what to change."""
    public = urlsplit(settings.public_url)
    opened, closed = settings.engine_open_secret, settings.engine_closed_secret
    engine_schemes = ("ws", "wss", "http", "https")
    return [
        (
            public.scheme not in ("http", "https") or not public.hostname,
            "INCAMERA_PUBLIC_URL must be an address such as https://meet.example.org.",
        ),
        (
            not is_loopback(settings.host) and public.scheme != "https",
            (
                f"INCAMERA_HOST={settings.host} can be reached from outside: set INCAMERA_PUBLIC_URL to the https address "
                "of the proxy in front, or set INCAMERA_HOST=127.0.0.1."
            ),
        ),
        (
            settings.public_host == public.hostname,
            (
                "INCAMERA_PUBLIC_HOST must differ from the host name in INCAMERA_PUBLIC_URL: the public side must never "
                "receive a room's cookie."
            ),
        ),
        (
            urlsplit(settings.engine_open_url).scheme not in engine_schemes,
            "INCAMERA_ENGINE_OPEN_URL must begin with ws:// or wss://.",
        ),
        (
            urlsplit(settings.engine_closed_url).scheme not in engine_schemes,
            "INCAMERA_ENGINE_CLOSED_URL must begin with ws:// or wss://.",
        ),
        (
            settings.engine_open_url == settings.engine_closed_url,
            "INCAMERA_ENGINE_OPEN_URL and INCAMERA_ENGINE_CLOSED_URL must be two engines.",
        ),
        (
            bool(settings.engine_open_key) and settings.engine_open_key == settings.engine_closed_key,
            (
                "INCAMERA_ENGINE_OPEN_KEY and INCAMERA_ENGINE_CLOSED_KEY must differ: a token for one engine must be "
                "worthless on the other."
            ),
        ),
        (
            opened is not None and closed is not None and opened.get_secret_value() == closed.get_secret_value(),
            "INCAMERA_ENGINE_OPEN_SECRET and INCAMERA_ENGINE_CLOSED_SECRET must differ.",
        ),
        (
            settings.smtp_user is not None and settings.smtp_password is None,
            "INCAMERA_SMTP_USER is set: set INCAMERA_SMTP_PASSWORD or INCAMERA_SMTP_PASSWORD_FILE too.",
        ),
    ]


def _read_secret(name: str, path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"{PREFIX}{name.upper()}_FILE names a file that cannot be read: {path}.") from None
    if not secret:
        raise ValueError(f"{PREFIX}{name.upper()}_FILE names an empty file: {path}.")
    return secret


def _both(name: str) -> str:
    variable = f"{PREFIX}{name.upper()}"
    return f"Set {variable} or {variable}_FILE, not both."


def _sentence(item: Mapping[str, Any]) -> str:
    """One fault of pydantic's list as a sentence that names the variable."""
    message = str(item["msg"]).removeprefix("Value error, ")
    if not item["loc"]:
        return message
    variable = f"{PREFIX}{'_'.join(str(part) for part in item['loc']).upper()}"
    if item["type"] == "extra_forbidden":
        return f"{variable} is not a setting."
    return f"{variable} must be {message.removeprefix('Input should be ')}."
