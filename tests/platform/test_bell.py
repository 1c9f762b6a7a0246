import asyncio
import threading

from incamera.platform.bell import Bell

LONG_S = 3_600.0


async def test_a_ring_wakes_those_who_wait_for_its_key() -> None:
    bell = Bell()
    waiting = [asyncio.create_task(bell.wait("a", heard=0, timeout_s=LONG_S)) for _ in range(2)]
    other = asyncio.create_task(bell.wait("b", heard=0, timeout_s=LONG_S))
    await asyncio.sleep(0)
    bell.ring("a")
    async with asyncio.timeout(5):
        assert await asyncio.gather(*waiting) == [1, 1]
    assert not other.done()
    other.cancel()


async def test_a_ring_before_the_wait_is_not_lost() -> None:
    bell = Bell()
    heard = bell.count("a")
    bell.ring("a")
    async with asyncio.timeout(5):
        assert await bell.wait("a", heard=heard, timeout_s=LONG_S) == 1


async def test_who_has_heard_nothing_yet_is_not_made_to_wait_even_for_a_bell_that_never_rang() -> None:
    async with asyncio.timeout(5):
        assert await Bell().wait("a", heard=-1, timeout_s=LONG_S) == 0


async def test_a_sleep_ends_by_itself() -> None:
    assert await Bell().wait("a", heard=0, timeout_s=0.001) == 0


async def test_a_bell_rings_across_threads_and_loops() -> None:
    bell = Bell()
    ready, woken = threading.Event(), threading.Event()

    async def sleep() -> None:
        task = asyncio.ensure_future(bell.wait("a", heard=0, timeout_s=LONG_S))
        await asyncio.sleep(0)
        ready.set()
        await task
        woken.set()

    thread = threading.Thread(target=lambda: asyncio.run(sleep()), daemon=True)
    thread.start()
    assert await asyncio.to_thread(ready.wait, 5)
    bell.ring("a")
    assert await asyncio.to_thread(woken.wait, 5)
    thread.join(5)
