"""The supervisor with real processes: the engines, and a small stand-in for the api."""

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from incamera.up.child import NeverStarted, Program
from incamera.up.ports import PortTaken, free_ports
from incamera.up.single import AlreadyRunning
from incamera.up.stack import Stack

pytestmark = pytest.mark.process

APP = "tests.up.app:app"
LONG_S = 60.0


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


async def until_gone(pid: int) -> None:
    async with asyncio.timeout(LONG_S):
        while is_alive(pid):
            await asyncio.sleep(0.05)


async def answer(url: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(url)).status_code


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Stack]:
    async with Stack(tmp_path / "data", app=APP, slowness=300) as running:
        yield running


@pytest.mark.engine
async def test_both_engines_and_the_api_answer_and_none_is_left(tmp_path: Path) -> None:
    async with Stack(tmp_path / "data", app=APP) as stack:
        assert [await answer(stack.engine_url(engine)) for engine in ("open", "closed")] == [200, 200]
        assert await answer(f"{stack.url}/api/health") == 200
        pids = [stack.pid(name) for name in ("engine-open", "engine-closed", "api")]
    assert None not in pids
    for pid in pids:
        assert not is_alive(pid or 0)


@pytest.mark.engine
async def test_the_api_gets_two_engines_with_two_keys_and_no_secret_in_its_environment(stack: Stack) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        got = (await client.get(f"{stack.url}/environment")).json()
    opened, closed = stack.engine_key("open"), stack.engine_key("closed")
    assert got == {
        "INCAMERA_DATA_DIR": str(stack.data_dir),
        "INCAMERA_DEADLINE_SCALE": "300",
        "INCAMERA_HOST": "127.0.0.1",
        "INCAMERA_PORT": str(stack.ports.api),
        "INCAMERA_ENGINE_OPEN_URL": f"ws://127.0.0.1:{stack.ports.open_http}",
        "INCAMERA_ENGINE_OPEN_KEY": opened.name,
        "INCAMERA_ENGINE_OPEN_SECRET_FILE": str(opened.file),
        "INCAMERA_ENGINE_CLOSED_URL": f"ws://127.0.0.1:{stack.ports.closed_http}",
        "INCAMERA_ENGINE_CLOSED_KEY": closed.name,
        "INCAMERA_ENGINE_CLOSED_SECRET_FILE": str(closed.file),
    }
    assert opened.name != closed.name
    assert opened.secret() != closed.secret()


@pytest.mark.engine
async def test_secrets_are_for_this_user_alone_and_on_no_command_line(stack: Stack) -> None:
    private = [*(stack.data_dir / "secrets").iterdir(), *(stack.data_dir / "run").iterdir()]
    assert len(private) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    hidden = [stack.engine_key(engine).secret() for engine in ("open", "closed")]
    for name in ("engine-open", "engine-closed", "api"):
        line = Path(f"/proc/{stack.pid(name)}/cmdline").read_bytes().decode()
        assert not [secret for secret in hidden if secret in line]


@pytest.mark.engine
async def test_engines_listen_on_loopback_only(stack: Stack) -> None:
    numbers = {f"{number:04X}" for number in (stack.ports.open_http, stack.ports.open_udp)}
    bound = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            address, port = line.split()[1].split(":")
            listening = line.split()[3] == "0A" or table.startswith("udp")
            if port in numbers and listening:
                bound.append(address)
    assert bound
    assert set(bound) <= {"0100007F", "0000000000000000FFFF00000100007F"}


@pytest.mark.engine
@pytest.mark.parametrize("name", ["engine-open", "engine-closed", "api"])
async def test_a_killed_child_is_started_again(stack: Stack, name: str) -> None:
    before = stack.pid(name)
    stack.kill(name)
    await stack.until_ready(name)
    assert stack.pid(name) not in {before, None}
    assert stack.starts(name) == 2


@pytest.mark.engine
async def test_a_hanging_engine_is_killed_and_started_again(tmp_path: Path) -> None:
    async with Stack(tmp_path / "data", app=None) as stack:
        before = stack.pid("engine-closed") or 0
        began = asyncio.get_running_loop().time()
        stack.stop("engine-closed")
        await until_gone(before)
        assert asyncio.get_running_loop().time() - began > 2
        await stack.until_ready("engine-closed")
        assert stack.starts("engine-closed") == 2
        assert stack.starts("engine-open") == 1


@pytest.mark.engine
async def test_a_child_that_hangs_for_less_than_its_limit_goes_on(stack: Stack) -> None:
    stack.stop("engine-open")
    stack.cont("engine-open")
    await stack.until_ready("engine-open")
    assert await answer(stack.engine_url("open")) == 200
    assert stack.starts("engine-open") == 1


async def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import asyncio, pathlib\n"
        "from incamera.up.stack import Stack\n"
        "async def main():\n"
        f"    async with Stack(pathlib.Path({str(tmp_path)!r}), app={APP!r}, outside=frozenset(['open', 'closed'])) as s:\n"
        "        print(s.pid('api'), flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    supervisor = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert supervisor.stdout is not None
    api = int(await supervisor.stdout.readline())
    assert is_alive(api)
    supervisor.kill()
    await supervisor.wait()
    await until_gone(api)


async def test_an_app_that_cannot_start_is_said_at_once_and_not_tried_for_ever(tmp_path: Path) -> None:
    stack = Stack(tmp_path, app="tests.up.app:broken", outside=frozenset({"open", "closed"}))
    with pytest.raises(NeverStarted, match="api does not start"):
        await stack.__aenter__()
    assert stack.starts("api") == 3
    assert "this app never starts" in (tmp_path / "logs" / "api.log").read_text(encoding="utf-8")


async def test_a_second_supervisor_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    async with Stack(tmp_path, app=None, outside=frozenset({"open", "closed"})):
        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
            await Stack(tmp_path, app=None, outside=frozenset({"open", "closed"})).__aenter__()
    async with Stack(tmp_path, app=None, outside=frozenset({"open", "closed"})):
        pass


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    ports = free_ports()
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", ports.api)
    with pytest.raises(PortTaken, match=f"Port {ports.api} .* set INCAMERA_PORT"):
        await Stack(tmp_path, ports=ports).__aenter__()
    server.close()
    await server.wait_closed()


async def test_a_program_that_runs_once_is_not_started_again(tmp_path: Path) -> None:
    async with Stack(tmp_path, app=None, outside=frozenset({"open", "closed"})) as stack:
        stack.add(Program("greeting", (sys.executable, "-c", "print('good day')"), dict(os.environ), once=True))
        await stack.finished("greeting")
        assert stack.starts("greeting") == 1
    assert (tmp_path / "logs" / "greeting.log").read_text(encoding="utf-8") == "good day\n"


async def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    code = "import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid, flush=True); p.wait()"
    log = tmp_path / "logs" / "parent.log"
    async with Stack(tmp_path, app=None, outside=frozenset({"open", "closed"})) as stack:
        stack.add(Program("parent", (sys.executable, "-c", code), dict(os.environ)))
        async with asyncio.timeout(LONG_S):
            while not log.exists() or not log.read_text(encoding="ascii").endswith("\n"):
                await asyncio.sleep(0.02)
        grandchild = int(log.read_text(encoding="ascii"))
        assert is_alive(grandchild)
    await until_gone(grandchild)


async def test_a_program_without_health_that_always_fails_ends_the_waiting(tmp_path: Path) -> None:
    async with Stack(tmp_path, app=None, outside=frozenset({"open", "closed"})) as stack:
        stack.add(Program("failing", (sys.executable, "-c", "raise SystemExit(3)"), dict(os.environ)))
        with pytest.raises(NeverStarted, match=r"failing does not start \(code 3\)"):
            await stack.broken()
