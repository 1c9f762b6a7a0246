"""The doctor: everything well with a real stack, and a remedy for each thing that is not."""

import json
import threading
from pathlib import Path

import pytest

from incamera.adapters.livekit.config import EngineConfig, engine_file
from incamera.adapters.livekit.twirp import TwirpCalls
from incamera.platform.migrate import migrate
from incamera.platform.settings import Settings, load_settings
from incamera.up.doctor import _examine
from incamera.up.stack import Stack


def settings_of(stack: Stack) -> Settings:
    return load_settings(
        {
            "data_dir": stack.data_dir,
            "port": stack.ports.api,
            "engine_open_url": stack.engine_url("open").replace("http", "ws"),
            "engine_closed_url": stack.engine_url("closed").replace("http", "ws"),
            "deadline_scale": 300,
        }
    )


@pytest.mark.engine
async def test_all_is_well_with_a_running_stack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Stack(tmp_path, app="tests.up.app:app", slowness=300) as stack:
        settings = settings_of(stack)
        migrate_outside(settings)
        assert await _examine(settings) == 0
        calls = TwirpCalls(
            stack.engine_url("open"), key=stack.engine_key("open").name, secret=stack.engine_key("open").secret()
        )
        assert await calls.chambers() == frozenset()  # the loop's own chamber is gone
        await calls.close()
    said = capsys.readouterr().out
    assert "SICK" not in said
    assert said.count("a tone was heard") == 2
    assert stack.engine_key("open").secret() not in said


@pytest.mark.engine
async def test_refused_while_a_meeting_is_live(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Stack(tmp_path, app=None, slowness=300) as stack:
        key = stack.engine_key("closed")
        calls = TwirpCalls(stack.engine_url("closed"), key=key.name, secret=key.secret())
        await calls.create("a-chamber")
        await calls.close()
        assert await _examine(settings_of(stack)) == 2
    assert capsys.readouterr().out.startswith("A meeting is live (1 chambers are standing)")


async def test_nothing_running_is_said_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack = Stack(tmp_path, app=None)
    assert await _examine(settings_of(stack)) == 1
    lines = capsys.readouterr().out.splitlines()
    sick = [line.split()[1] for line in lines if line.startswith("SICK")]
    assert sick == ["database", "api", "engine", "engine", "engine", "engine"]
    assert len([line for line in lines if "-> " in line]) == len(sick)


def migrate_outside(settings: Settings) -> None:
    """Alembic runs a loop of its own, which may not be inside ours."""
    thread = threading.Thread(target=migrate, args=(settings.database_url,))
    thread.start()
    thread.join()


def test_an_engine_s_file_keeps_everything_on_loopback_by_itself() -> None:
    whole = json.loads(engine_file(EngineConfig(key="open-1", secret="s" * 48, http_port=1, udp_port=2)))
    assert whole["bind_addresses"] == ["127.0.0.1"]
    assert whole["room"]["auto_create"] is False
    assert whole["rtc"] == {
        "udp_port": 2,
        "tcp_port": 0,
        "use_external_ip": False,
        "node_ip": "127.0.0.1",
        "stun_servers": ["127.0.0.1:3478"],
        "enable_loopback_candidate": True,
        "interfaces": {"includes": ["lo"]},
    }


def test_media_goes_to_the_outside_only_when_an_address_is_named() -> None:
    config = EngineConfig(key="open-1", secret="s" * 48, http_port=1, udp_port=2, media_address="192.0.2.7")
    assert json.loads(engine_file(config))["rtc"]["node_ip"] == "192.0.2.7"
    assert "interfaces" not in json.loads(engine_file(config))["rtc"]
