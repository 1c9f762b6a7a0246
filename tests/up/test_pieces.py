"""The supervisor's small parts, and that what is written twice is the same."""

import io
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from incamera import cli
from incamera.platform.settings import load_settings
from incamera.up.engine_binary import VERSION, EngineMissing, find_engine
from incamera.up.keys import engine_key
from incamera.up.output import terminal
from incamera.up.serve import stack_for
from tools.lint_profile_ids import faults
from tools.setup.toolchains import NODE_FLOOR, version_of

ROOT = Path(__file__).resolve().parents[2]


def test_the_engine_s_version_is_the_one_the_go_module_pins() -> None:
    pinned = re.search(r"livekit-server v(\S+)", (ROOT / "engine" / "go.mod").read_text(encoding="utf-8"))
    assert pinned is not None
    assert pinned.group(1) == VERSION


def test_the_node_floor_is_the_one_the_pages_state() -> None:
    stated = (ROOT / "web" / "package.json").read_text(encoding="utf-8")
    assert f'"node": ">={".".join(map(str, NODE_FLOOR))}"' in stated


@pytest.mark.parametrize(
    ("text", "found"),
    [("go version go1.26.8 linux/amd64", (1, 26, 8)), ("v20.20.2", (20, 20, 2)), ("", ()), ("none", ())],
)
def test_a_version_is_read_from_what_a_program_says(text: str, found: tuple[int, ...]) -> None:
    assert version_of(text) == found


def test_a_named_engine_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "livekit-server"
    other.write_text("#!/bin/sh\necho livekit-server version 1.0.0\n", encoding="ascii")
    other.chmod(0o755)
    monkeypatch.setenv("LIVEKIT_SERVER", str(other))
    with pytest.raises(EngineMissing, match=rf"does not answer as LiveKit {VERSION}"):
        find_engine()


def test_an_engine_of_another_version_in_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    for folder, version in ((right, VERSION), (wrong, "1.0.0")):
        folder.mkdir()
        server = folder / "livekit-server"
        server.write_text(f"#!/bin/sh\necho livekit-server version {version}\n", encoding="ascii")
        server.chmod(0o755)
    monkeypatch.delenv("LIVEKIT_SERVER", raising=False)
    monkeypatch.setattr("incamera.up.engine_binary.CACHE", tmp_path / "empty")
    monkeypatch.setenv("PATH", f"{right}:/usr/bin:/bin")
    assert find_engine() == (right / "livekit-server", "from PATH")
    monkeypatch.setenv("PATH", f"{wrong}:/usr/bin:/bin")
    with pytest.raises(EngineMissing, match="make setup"):
        find_engine()


def test_a_key_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    first, again, other = (engine_key(tmp_path / "secrets", name) for name in ("open", "open", "closed"))
    assert first == again
    assert first.secret() == again.secret() != other.secret()
    assert len(first.secret()) == 48
    assert stat.S_IMODE(first.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.file.parent.stat().st_mode) == 0o700


def test_output_has_the_child_s_name_in_front_and_no_colour_in_a_file() -> None:
    out = io.StringIO()
    write = terminal(out)
    write("api", "good day")
    assert out.getvalue() == "api          │ good day\n"


def test_an_engine_with_a_given_secret_is_somebody_else_s_to_run(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "data_dir": tmp_path,
            "engine_open_url": "wss://media.example.org",
            "engine_open_key": "theirs",
            "engine_open_secret": "x" * 48,
        }
    )
    stack = stack_for(settings, None)
    assert stack.plan.outside == {"open"}
    assert "INCAMERA_ENGINE_OPEN_URL" not in stack.env
    assert stack.env["INCAMERA_ENGINE_CLOSED_URL"] == "ws://127.0.0.1:7890"


def test_an_outside_address_without_https_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INCAMERA_HOST", "0.0.0.0")  # noqa: S104  (refused, never bound)
    assert cli.main(["up"]) == 1
    assert "set INCAMERA_PUBLIC_URL to the https address" in capsys.readouterr().err


def test_the_ledger_is_verified_without_any_setting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ledger.json"
    file.write_text("{}", encoding="utf-8")
    assert cli.main(["ledger", "verify", str(file)]) == 1
    assert capsys.readouterr().out.startswith("BAD")


@pytest.mark.parametrize(
    "code",
    [
        'if profile.id == "diplomatic-bilateral": pass',
        'if meeting.plan.profile in ("us-massachusetts", "x"): pass',
        "if a.profile.id != other: pass",
        'match name:\n    case "uk-commons-committee": pass',
        '{"us-massachusetts": 1}["us-massachusetts"]',
    ],
)
def test_a_branch_on_a_profile_s_id_is_found(code: str) -> None:
    known = frozenset({"base", "diplomatic-bilateral", "us-massachusetts", "uk-commons-committee"})
    assert list(faults(code, known))


def test_what_is_no_branch_on_a_profile_s_id_is_left_alone() -> None:
    code = 'DEFAULT = "diplomatic-bilateral"\nif side == "closed" and seat.id == other.id: pass'
    assert list(faults(code, frozenset({"diplomatic-bilateral"}))) == []


def test_set_up_says_in_one_sentence_that_a_python_is_too_old() -> None:
    code = "import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_module('tools.setup', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().startswith("Incamera needs Python 3.11 or newer and this is 3.9:")
