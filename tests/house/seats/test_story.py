"""From a plan to a convened meeting, over HTTP on a real database."""

from pathlib import Path

from tests.factories import at_desk, people, planned, running, settings_in


async def test_a_planned_meeting_is_entered_and_convened(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        here = await people(app, desk, meeting)

        await here["ada"].enter()
        await here["bo"].enter()
        before = await here["ada"].shown()
        await here["cato"].does("convene")

        shown = await here["ada"].shown()
        assert shown["rev"] > before["rev"]
        assert shown["view"]["door"]["phase"] == "doors_closed"
        assert shown["view"]["me"]["place"] == "inside"
        assert (await desk.get("/api/desk/meetings")).json()[0]["state"] != "draft"
