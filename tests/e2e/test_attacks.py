"""What somebody with a right to a little tries, to get more: against a whole stack with real engines."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import AsyncExitStack

import httpx
import jwt
import pytest

from tests.e2e.barcode import STEP_MS
from tests.e2e.device import device
from tests.e2e.house import House, Meeting
from tests.e2e.seat import MARK, Seat

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]


async def on_record(house: House, *names: str) -> Meeting:
    """A meeting that is on the record, with these seats taken besides the two that hold keys."""
    meeting = await house.meeting()
    await meeting.take("tomas", "sorcha", "anselka", *names)
    await meeting["tomas"].command("convene")
    await meeting["tomas"].until_door("doors_closed")
    await meeting.go_on_record()
    return meeting


async def closed(meeting: Meeting) -> int:
    """Close it; the instant of the cut in ms."""
    await meeting["anselka"].command("shut", phase="closed")
    view = await meeting["anselka"].until_door("closed")
    return int(view["door"]["cut"]) // 1_000


async def is_let_in(url: str, token: str) -> bool:
    async with device(url, token) as tried:
        return await tried.joined()


async def test_a_token_of_one_engine_is_worth_nothing_at_the_other(house: House) -> None:
    meeting = await on_record(house)
    await meeting["anselka"].until(lambda view: len(view["chambers"]) == 2)
    ways = await meeting["anselka"].tokens()
    assert not await is_let_in(ways["ahead"]["url"], ways["current"]["token"])
    assert not await is_let_in(ways["current"]["url"], ways["ahead"]["token"])
    assert await is_let_in(ways["current"]["url"], ways["current"]["token"])


async def test_the_token_of_an_earlier_span_opens_nothing_ever_again(house: House) -> None:
    meeting = await on_record(house, "press")
    way = (await meeting["press"].tokens())["current"]
    assert await is_let_in(way["url"], way["token"])
    await closed(meeting)
    assert not await is_let_in(way["url"], way["token"])
    kept = (await meeting["anselka"].tokens())["current"]
    await meeting.go_on_record()
    assert not await is_let_in(way["url"], way["token"])
    assert not await is_let_in(kept["url"], kept["token"])


async def test_one_link_seats_one_person_and_another_page_takes_over_from_the_former(house: House) -> None:
    meeting = await house.meeting()
    secret = await meeting.secret("anselka")
    await meeting.take("tomas")
    meeting.seats["anselka"] = first = await Seat.take(house.url, secret)
    async with httpx.AsyncClient(base_url=house.url, headers=MARK, trust_env=False) as other:
        again = await other.post("/api/invitations/redeem", json={"secret": secret})
        assert again.status_code == 410
        assert again.json()["detail"]
        assert not other.cookies
    await first.enter()
    former = first.leg
    await meeting["tomas"].command("convene")
    async with meeting.device("anselka") as old:
        await first.enter()
        refused = await first.post("tokens", {"leg": former})
        assert not refused.is_success or refused.json()["chambers"] == []
        async with meeting.device("anselka") as new:
            await old.until(lambda e: e["event"] == "disconnected")
            identity = (await new.until(lambda e: e["event"] == "connected"))["identity"]
            view = await first.until(lambda v: any(s["present"] for s in v["seats"]))
            assert [s["identity"] for s in view["seats"] if s["present"]] == [identity]


async def test_guessed_links_and_others_cookies_open_nothing(house: House) -> None:
    meeting = await house.meeting()
    await meeting.take("press")
    async with httpx.AsyncClient(base_url=house.url, headers=MARK, trust_env=False) as stranger:
        guess = await stranger.post("/api/invitations/redeem", json={"secret": secrets.token_urlsafe(32)})
        assert guess.status_code in {404, 410}
        assert not stranger.cookies
        unseated = await stranger.get(f"/api/seats/{meeting.ids['anselka']}/view")
        unknown = await stranger.get(f"/api/seats/{'a' * 26}/view")
        assert (unseated.status_code, unknown.status_code) == (404, 404)
        assert unseated.content == unknown.content
        assert (await stranger.get("/api/desk/meetings")).status_code == 401
    taken = await Seat.take(house.url, await meeting.secret("nadia"))
    taken.id = meeting.ids["anselka"]
    for path, body in (("legs", {}), ("tokens", {"leg": "a" * 26})):
        assert (await taken.post(path, body)).status_code == 404
    assert (await taken.try_command("shut", phase="ended")).status_code == 404
    await taken.close()


async def test_who_is_removed_on_the_record_is_out_and_says_nothing_more(house: House) -> None:
    meeting = await on_record(house, "nadia", "press")
    way = (await meeting["nadia"].tokens())["current"]
    async with meeting.device("nadia", mark=1) as removed, meeting.device("press") as listener:
        await removed.publish()
        await listener.until_received(1)
        await meeting["tomas"].command("remove", seat=meeting.ids["nadia"])
        gone = await removed.until(lambda e: e["event"] == "disconnected")
        answer = await meeting["nadia"].post("tokens", {"leg": meeting["nadia"].leg})
        assert not answer.is_success or answer.json()["chambers"] == []
        async with device(way["url"], way["token"], mark=1) as again:
            if await again.joined():  # the token lives on, and is worth a moment of listening to what is public
                await again.tell(do="publish")
                await again.until(lambda e: e["event"] == "disconnected")
        assert [e for e in listener.received("picture", mark=1) if e["made"] > gone["at"]] == []
        view = await meeting["tomas"].until_door("on_air")
        assert meeting.ids["nadia"] not in {s["seat"] for s in view["seats"] if s["present"]}


async def test_who_comes_back_with_a_token_that_still_grants_speech_is_put_out_or_ends_the_open_part(
    house: House,
) -> None:
    meeting = await on_record(house, "nadia")
    way = (await meeting["nadia"].tokens())["current"]
    strong = granting_speech(house, way["token"])
    await meeting["tomas"].command("remove", seat=meeting.ids["nadia"])
    for _ in range(5):
        async with device(way["url"], strong, mark=1) as again:
            if not await again.joined():
                break
            await again.tell(do="publish")
            await again.until(lambda e: e["event"] == "disconnected")
    view = await meeting["tomas"].until_door("on_air", "recess")
    assert meeting.ids["nadia"] not in {s["seat"] for s in view["seats"] if s["present"]}
    if view["door"]["state"] == "recess":
        assert not await is_let_in(way["url"], strong)


def granting_speech(house: House, token: str) -> str:
    """The same token as the engine itself hands it on after a grant: nothing ever revokes that one."""
    claims = jwt.decode(token, options={"verify_signature": False})
    claims["video"] |= {"canPublish": True, "canPublishData": True}
    return jwt.encode(claims, house.stack.engine_key("open").secret(), algorithm="HS256")


async def test_who_is_removed_from_closed_talks_has_no_key_to_the_new_chamber(house: House) -> None:
    meeting = await on_record(house, "nadia", "edmar")
    await closed(meeting)
    before = (await meeting["nadia"].tokens())["current"]
    async with AsyncExitStack() as devices:
        removed = await devices.enter_async_context(meeting.device("nadia"))
        await meeting["tomas"].command("remove", seat=meeting.ids["nadia"])
        await removed.until(lambda e: e["event"] == "disconnected")
        view = await meeting["anselka"].until_door("closed")
        after = (await meeting["anselka"].tokens())["current"]
        assert after["key"] != before["key"]
        assert not await is_let_in(before["url"], before["token"])
        speaker = await devices.enter_async_context(meeting.device("edmar", mark=2))
        await speaker.publish()
        answer = await meeting["nadia"].post("tokens", {"leg": meeting["nadia"].leg})
        assert not answer.is_success or answer.json()["chambers"] == []
        assert removed.received("picture") == []
        assert meeting.ids["nadia"] not in {s["seat"] for s in view["seats"] if s["in_roster"]}


async def test_who_is_muted_by_the_chair_cannot_unmute_himself(house: House) -> None:
    meeting = await on_record(house, "edmar", "press")
    async with meeting.device("edmar", mark=2) as muted, meeting.device("press") as listener:
        await muted.publish()
        await listener.until_received(2)
        await meeting["tomas"].command("mute", seat=meeting.ids["edmar"])
        await meeting["press"].until(
            lambda v: any(s["muted"] and "microphone" not in s["publishes"] for s in v["seats"] if s["present"])
        )
        await muted.tell(do="unmute")
        done = await muted.until(lambda e: e["event"] == "unmuted")
        later = await listener.until(lambda e: e["event"] == "picture" and e["made"] > done["at"] + 2_000)
        heard = [e for e in listener.received("sound", mark=2) if done["at"] + STEP_MS < e["made"] < later["at"]]
        assert heard == []


async def test_joining_during_the_cut_gives_nothing_that_was_made_after_it(house: House) -> None:
    meeting = await on_record(house, "edmar", "press")
    way = (await meeting["press"].tokens())["current"]
    async with AsyncExitStack() as devices:
        speaker = await devices.enter_async_context(meeting.device("edmar", mark=2))
        await speaker.publish()
        present = await devices.enter_async_context(meeting.device("press"))
        await present.until_received(2)
        # Each joins under the same name and so puts the one before out: there is a join in flight at any moment.
        joining = [await devices.enter_async_context(device(way["url"], way["token"])) for _ in range(3)]
        shut = asyncio.create_task(closed(meeting))
        joining += [await devices.enter_async_context(device(way["url"], way["token"])) for _ in range(3)]
        cut = await shut
        for one in (present, *joining):
            if await one.joined():
                await one.until(lambda e: e["event"] == "disconnected")
            assert one.made_after(cut) == []
        late = await devices.enter_async_context(device(way["url"], way["token"]))
        assert not await late.joined()


async def test_a_message_reaches_nobody_on_the_other_side_of_a_crossing(house: House) -> None:
    meeting = await on_record(house, "edmar", "press")
    async with AsyncExitStack() as devices:
        inside = [await devices.enter_async_context(meeting.device(n, use="ahead")) for n in ("anselka", "edmar")]
        speaker = await devices.enter_async_context(meeting.device("edmar"))
        outside = await devices.enter_async_context(meeting.device("press"))
        await speaker.until(lambda e: e["event"] == "permission" and e["publish"])
        await speaker.tell(do="say", text="on the record")
        await outside.until(lambda e: e["event"] == "data" and "on the record" in e["text"])
        await inside[0].tell(do="say", text="too early for the chamber ahead")
        shut = asyncio.create_task(closed(meeting))
        for n in range(20):
            await speaker.tell(do="say", text=f"across {n}")
        await shut
        await inside[0].until(lambda e: e["event"] == "permission" and e["publish"])
        await inside[0].tell(do="say", text="in confidence")
        await inside[1].until(lambda e: e["event"] == "data" and "in confidence" in e["text"])
        await outside.until(lambda e: e["event"] == "disconnected")
        told = [e["text"] for e in inside[1].events if e["event"] == "data"]
        assert told == ['{"text": "in confidence"}']
        assert "in confidence" not in str(outside.events)
