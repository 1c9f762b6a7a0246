import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from incamera.platform.stream import BEAT, Streams, Subscriber, event_response


def read(event: bytes) -> dict[str, Any]:
    text = event.decode()
    assert text.startswith("data: ")
    assert text.endswith("\n\n")
    assert "\n" not in text[:-2]
    frame: dict[str, Any] = json.loads(text[6:])
    return frame


async def all_of(subscriber: Subscriber) -> list[dict[str, Any]]:
    subscriber.close()
    return [read(event) async for event in subscriber.events()]


async def test_a_frame_holds_topic_rev_and_the_whole_view() -> None:
    streams = Streams(first_rev=7)
    with streams.subscribe("ana") as subscriber:
        assert streams.offer("ana", "meeting/1", {"words": "a\nb ü", "n": [1]}) == 7
        assert await all_of(subscriber) == [{"topic": "meeting/1", "rev": 7, "view": {"words": "a\nb ü", "n": [1]}}]


async def test_rev_rises_only_when_that_viewers_view_changes() -> None:
    streams = Streams()
    assert [streams.offer("ana", "t", {"n": n, "x": 0}) for n in (1, 1, 2)] == [1, 1, 2]
    assert streams.offer("ana", "t", {"x": 0, "n": 2}) == 2
    assert streams.offer("ben", "t", {"n": 9}) == 1
    assert streams.offer("ana", "other", {"n": 9}) == 1
    assert (streams.rev("ana", "t"), streams.rev("ben", "t"), streams.rev("eve", "t")) == (2, 1, None)


async def test_the_latest_view_wins_and_an_equal_one_is_not_sent_again() -> None:
    streams = Streams()
    with streams.subscribe("ana") as subscriber:
        for n in (1, 2, 3):
            streams.offer("ana", "t", {"n": n})
        events = subscriber.events()
        assert read(await anext(events))["view"] == {"n": 3}
        streams.offer("ana", "t", {"n": 3})
        streams.offer("ana", "t", {"n": 4})
        assert read(await anext(events))["view"] == {"n": 4}
        assert await all_of(subscriber) == []


async def test_a_second_stream_gets_what_the_first_one_already_has() -> None:
    streams = Streams()
    with streams.subscribe("ana") as first:
        streams.offer("ana", "t", {"n": 1})
        with streams.subscribe("ana") as second:
            assert streams.offer("ana", "t", {"n": 1}) == 1
            assert len(await all_of(first)) == len(await all_of(second)) == 1


async def test_views_go_to_their_viewer_alone() -> None:
    streams = Streams()
    with streams.subscribe("ana") as ana, streams.subscribe("ben") as ben:
        assert streams.viewers == {"ana", "ben"}
        streams.offer("ana", "t", {"secret": 1})
        assert len(await all_of(ana)) == 1
        assert await all_of(ben) == []
    assert streams.viewers == frozenset()
    streams.offer("ana", "t", {"secret": 2})


async def test_a_silent_stream_beats() -> None:
    subscriber = Subscriber()
    events = subscriber.events(heartbeat_s=0.001)
    assert [await anext(events), await anext(events)] == [BEAT, BEAT]


async def test_closing_ends_all_streams() -> None:
    streams = Streams()
    with streams.subscribe("ana") as ana, streams.subscribe("ben") as ben:
        readers = [asyncio.create_task(drain(subscriber.events(3_600.0))) for subscriber in (ana, ben)]
        await asyncio.sleep(0)
        streams.close()
        async with asyncio.timeout(5):
            assert await asyncio.gather(*readers) == [[], []]


async def drain(events: AsyncIterator[bytes]) -> list[bytes]:
    return [event async for event in events]


async def test_a_forgotten_topic_starts_again() -> None:
    streams = Streams()
    streams.offer("ana", "t", {"n": 1})
    streams.forget("t")
    assert streams.rev("ana", "t") is None


def test_the_answer_is_an_event_stream_that_nobody_keeps() -> None:
    answer = event_response(Subscriber().events())
    assert answer.media_type == "text/event-stream"
    assert answer.headers["cache-control"] == "no-store"


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 2), st.booleans()), max_size=30))
def test_revs_rise_and_the_last_view_arrives(offers: list[tuple[str, str, int, bool]]) -> None:
    async def run() -> None:
        streams = Streams()
        got: dict[tuple[str, str], list[tuple[int, int]]] = {}
        last: dict[tuple[str, str], int] = {}
        with streams.subscribe("a") as a, streams.subscribe("b") as b:
            open_now = {"a": (a, a.events(0.001)), "b": (b, b.events(0.001))}

            async def take(viewer: str) -> None:
                while (event := await anext(open_now[viewer][1])) != BEAT:
                    frame = read(event)
                    got.setdefault((viewer, frame["topic"]), []).append((frame["rev"], frame["view"]["n"]))

            for viewer, topic, n, is_read in offers:
                streams.offer(viewer, topic, {"n": n})
                last[viewer, topic] = n
                if is_read:
                    await take(viewer)
            await take("a")
            await take("b")
        assert {key: frames[-1][1] for key, frames in got.items()} == last
        for frames in got.values():
            revs = [rev for rev, _ in frames]
            assert revs == sorted(set(revs))

    asyncio.run(run())
