from pathlib import Path

import pytest
from pydantic import ValidationError

from incamera.platform.settings import SettingsError, is_loopback, load_settings

CANARY = "C4N4RY"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os  # noqa: PLC0415 -- only to empty the environment

    for name in [name for name in os.environ if name.startswith("INCAMERA_")]:
        monkeypatch.delenv(name)


def test_defaults_are_whole_and_derived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCAMERA_DATA_DIR", "/srv/incamera")
    monkeypatch.setenv("INCAMERA_PORT", "9000")
    monkeypatch.setenv("INCAMERA_ENGINE_OPEN_URL", "ws://127.0.0.1:1")
    settings = load_settings()
    assert settings.database_url == "sqlite+aiosqlite:////srv/incamera/incamera.sqlite3"
    assert settings.outbox_dir == Path("/srv/incamera/outbox")
    assert settings.secrets_dir == Path("/srv/incamera/secrets")
    assert settings.public_url == settings.origin == "http://localhost:9000"
    assert settings.engine_open_public_url == "ws://127.0.0.1:1"
    assert settings.deadline_us(1_000) == 1_000
    assert load_settings({"deadline_scale": 250}).deadline_us(1_000) == 2_500


def test_settings_stay_as_they_were_read() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1  # type: ignore[misc]


def test_a_secret_comes_from_a_file_and_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(f"{CANARY}\n", encoding="utf-8")
    monkeypatch.setenv("INCAMERA_ENGINE_CLOSED_SECRET_FILE", str(tmp_path / "secret"))
    settings = load_settings()
    assert settings.engine_closed_secret is not None
    assert settings.engine_closed_secret.get_secret_value() == CANARY
    assert CANARY not in repr(settings)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"host": "0.0.0.0"}, "INCAMERA_HOST=0.0.0.0 can be reached from outside"),  # noqa: S104 -- refused here
        ({"host": "example.org", "public_url": "http://example.org"}, "INCAMERA_PUBLIC_URL to the https address"),
        ({"public_url": "localhost"}, "INCAMERA_PUBLIC_URL must be an address"),
        ({"public_host": "localhost"}, "INCAMERA_PUBLIC_HOST must differ"),
        ({"engine_open_url": "ftp://x"}, "INCAMERA_ENGINE_OPEN_URL must begin with"),
        ({"engine_closed_url": "x"}, "INCAMERA_ENGINE_CLOSED_URL must begin with"),
        ({"engine_open_url": "ws://a", "engine_closed_url": "ws://a"}, "must be two engines"),
        ({"engine_open_key": "k", "engine_closed_key": "k"}, "INCAMERA_ENGINE_CLOSED_KEY must differ"),
        ({"engine_open_secret": CANARY, "engine_closed_secret": CANARY}, "INCAMERA_ENGINE_CLOSED_SECRET must differ"),
        ({"smtp_user": "u"}, "set INCAMERA_SMTP_PASSWORD or"),
        ({"smtp_password_file": "/nowhere/at/all"}, "INCAMERA_SMTP_PASSWORD_FILE names a file that cannot be read"),
        ({"port": CANARY}, "INCAMERA_PORT must be a valid integer"),
        ({"port": 70_000}, "INCAMERA_PORT must be less than or equal to 65535"),
        ({"deadline_scale": 50}, "INCAMERA_DEADLINE_SCALE must be greater than or equal to 100"),
        ({"unknown": 1}, "INCAMERA_UNKNOWN is not a setting."),
    ],
)
def test_contradictions_are_refused_with_what_to_change(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(given)
    assert sentence in str(refused.value)
    assert CANARY not in str(refused.value)


def test_a_secret_and_its_file_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(SettingsError, match="not both"):
        load_settings({"smtp_password": "p", "smtp_password_file": tmp_path / "empty"})
    with pytest.raises(SettingsError, match="empty file"):
        load_settings({"smtp_password_file": tmp_path / "empty"})


def test_a_public_bind_with_https_in_front_is_fine() -> None:
    settings = load_settings({"host": "0.0.0.0", "public_url": "https://meet.example.org"})  # noqa: S104 -- behind TLS
    assert settings.origin == "https://meet.example.org"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("192.0.2.1", False),
        ("a.org", False),
    ],
)
def test_loopback(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected
