"""Two offices that differ in nothing but what they withhold: what strangers get of both is the same.

What the chain necessarily carries is random ids, salts and hashes; they are replaced by the order in which they appear.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incamera.office.records.service import Records
from tests.fakes.database import fresh_database
from tests.office.conftest import Still
from tests.office.oversight.desk import Office, Piece, good

pytestmark = pytest.mark.whole

RANDOM = re.compile(rb"[0-9a-f]{64}|[0-9a-f]{32}|[a-z2-7]{26}|(?:[A-Za-z0-9+/]{43}|[A-Za-z0-9+/]{91})=")


@dataclass(frozen=True)
class Hidden:
    """Papers that only one office has, and how its officials decided on them."""

    names: list[str]
    texts: list[str]
    grounds: list[str]
    question: list[int]
    """Which question each is evidence of."""


NAME = st.text("бдгжф", min_size=4, max_size=40)
HIDDEN = st.integers(0, 4).flatmap(
    lambda n: st.builds(
        Hidden,
        names=st.lists(NAME, min_size=n, max_size=n),
        texts=st.lists(st.text("ab", max_size=900), min_size=n, max_size=n),
        grounds=st.lists(NAME, min_size=n, max_size=n),
        question=st.lists(st.integers(0, 1), min_size=n, max_size=n),
    )
)
SPARE = 4
"""Papers that both offices keep: an office with fewer withheld ones has others that have nothing to do with it."""


async def bundle_of(folder: Path, hidden: Hidden) -> tuple[bytes, bytes]:
    """The bundle, and the reply alone."""
    async with fresh_database(folder) as database:
        office = await Office(Records(database, Still()), folder).open()
        kept = [await office.paper(name, text) for name, text in zip(hidden.names, hidden.texts, strict=True)]
        for n in range(SPARE - len(kept)):
            await office.paper(f"Spare {n}", "words")
        memo = await office.paper("Memo", "What was agreed.")
        request = await office.letter("Who?", "When?")
        for n, answer in enumerate(("Somebody.", "At some time.")):
            held: list[Piece] = [
                (paper, False, ground)
                for paper, ground, at in zip(kept, hidden.grounds, hidden.question, strict=True)
                if at == n
            ]
            shown: list[Piece] = [(memo, True, ""), (office.ada, True, "")] if n == 0 else []
            await office.answer(request, n, answer, [*held[:1], *shown, *held[1:]])
        data = await office.bundle(request)
        return data, (await office.replying.letter(request)).read_bytes()


_without: list[tuple[bytes, bytes]] = []


async def without_anything() -> tuple[bytes, bytes]:
    """The same of an office that withholds nothing, made once."""
    if not _without:
        with TemporaryDirectory() as folder:
            _without.append(await bundle_of(Path(folder), Hidden([], [], [], [])))
    return _without[0]


def plain(data: bytes) -> bytes:
    """With what is random replaced by the order of its appearance, of the same length."""
    seen: dict[bytes, bytes] = {}

    def label(found: re.Match[bytes]) -> bytes:
        return seen.setdefault(found[0], f"#{len(seen)}".encode().ljust(len(found[0])))

    return RANDOM.sub(label, data)


def contents(data: bytes) -> list[tuple[str, int, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [(info.filename, info.file_size, plain(opened.read(info))) for info in opened.infolist()]


@given(hidden=HIDDEN)
@settings(max_examples=max(5, settings().max_examples // 10), suppress_health_check=list(HealthCheck))
async def test_a_stranger_cannot_tell_what_or_how_much_is_withheld(hidden: Hidden) -> None:
    with TemporaryDirectory() as folder:
        with_data, with_reply = await bundle_of(Path(folder), hidden)
    without_data, without_reply = await without_anything()
    good(with_data)
    assert with_reply == without_reply
    assert len(with_data) == len(without_data)
    assert contents(with_data) == contents(without_data)
    for secret in (*hidden.names, *hidden.grounds):
        assert secret.encode() not in with_data


async def test_the_comparison_would_see_a_leak(tmp_path: Path) -> None:
    """The same comparison on two offices that release different things."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    found = []
    for name, text in (("a", "One."), ("b", "Two.")):
        async with fresh_database(tmp_path / name) as database:
            office = await Office(Records(database, Still()), tmp_path / name).open()
            request = await office.letter("Who?")
            await office.answer(request, 0, text)
            found.append(contents(await office.bundle(request)))
    assert found[0] != found[1]
