import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from incamera.platform.ids import new_id, new_secret
from incamera.platform.log import REDACTED, configure_logs

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_has_event_level_time_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(lines=True)
    structlog.get_logger("house").info("meeting_convened", meeting="m", seats=3, open=True)
    (line,) = lines(capsys)
    assert str(line.pop("timestamp")).endswith("Z")
    assert line == {
        "event": "meeting_convened", "level": "info", "logger": "house", "meeting": "m", "seats": 3, "open": True
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["secret", "engine_open_secret", "access_token", "smtp_password", "Cookie", "authorization", "salt", "key"]
)
def test_a_telling_name_hides_its_value(capsys: pytest.CaptureFixture[str], name: str) -> None:
    configure_logs(lines=True)
    structlog.get_logger().info("planted", **{name: "hunter2", "inner": {"list": [{name: "hunter2"}]}})
    (line,) = lines(capsys)
    assert line[name] == REDACTED
    assert "hunter2" not in json.dumps(line)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"?access={TOKEN}&x", TOKEN),
        ("sent Bearer abc.def-ghi", "abc.def-ghi"),
        (f"link #{'a' * 52} used", "a" * 52),
        ("postgresql://incamera:hunter2@db/incamera", "hunter2"),
        ("-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----", "MC4CAQ"),
        ("-----BEGIN PRIVATE KEY-----\nMC4CAQ cut off", "MC4CAQ"),
    ],
)
def test_a_telling_shape_is_hidden_wherever_it_stands(
    capsys: pytest.CaptureFixture[str], text: str, secret: str
) -> None:
    configure_logs(lines=True)
    log = structlog.get_logger()
    log.info("planted", note=text, items=(text,), error=ValueError(text))
    log.info(text)
    logging.getLogger("uvicorn.access").warning("GET %s", text)
    try:
        fail_with(text)
    except RuntimeError:
        log.exception("failed")
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 4
    assert secret not in printed


def fail_with(text: str) -> None:
    raise RuntimeError(text)


def test_ids_stay_readable(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(lines=True)
    meeting = new_id()
    structlog.get_logger().info("seen", meeting=meeting, keys_turned=2, count=None)
    (line,) = lines(capsys)
    assert line["meeting"] == meeting
    assert line["keys_turned"] == 2
    assert REDACTED not in json.dumps(line)


def test_a_terminal_gets_text_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(lines=False)
    secret = new_secret()
    structlog.get_logger().warning("planted", note=secret)
    text = capsys.readouterr().err
    assert "planted" in text
    assert secret not in text
