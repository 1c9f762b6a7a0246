"""What holds for every test: its database, how many examples properties get, and that none reaches another machine."""

import socket
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from tests.databases import KINDS, databases

set_hypothesis_home_dir(".incamera/hypothesis")
# how long a test takes decides nothing
settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("quick", deadline=None, print_blob=True, max_examples=20)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, default="sqlite", help="which database the tests use")


def pytest_configure(config: pytest.Config) -> None:
    databases.kind = config.getoption("--database")


def pytest_unconfigure() -> None:
    databases.stop()


@pytest.fixture(autouse=True)
def drop_databases() -> Iterator[None]:
    """What stood before the test belongs to fixtures that outlive it."""
    before = databases.made
    yield
    databases.drop(but=before)


def _own_addresses() -> frozenset[str]:
    try:
        return frozenset(str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None))
    except OSError:
        return frozenset()


OWN = _own_addresses()


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: connecting to an address that is not this machine's fails as if nobody listened there."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    try:
        near = host in OWN or ip_address(host).is_loopback
    except ValueError:
        near = host == "localhost"
    if not near:
        raise ConnectionRefusedError(f"a test tried to reach {host}: tests reach nothing but this machine")


sys.addaudithook(refuse_other_machines)
