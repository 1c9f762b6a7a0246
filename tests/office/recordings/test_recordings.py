"""The recordings of a meeting at the desk, as the recorder lists them."""

import json
from pathlib import Path

from incamera.platform.ids import new_id
from tests.factories import at_desk, browser, running, settings_in

BYTES = bytes(range(256))


def keep(folder: Path, meeting: str) -> None:
    """Two open spans as the recorder leaves them, the later one first, and a file that is not listed."""
    place = folder / "record" / meeting
    place.mkdir(parents=True)
    for name in ("0.mp4", "2.mp4", "9.mp4"):
        (place / name).write_bytes(BYTES)
    rows = [
        {"span": span, "from": span * 100, "until": span * 100 + 50, "file": f"{span}.mp4", "still": None}
        for span in (2, 0)
    ]
    (place / "record.json").write_text(json.dumps(rows))


async def test_the_desk_plays_what_is_listed_and_nothing_else(tmp_path: Path) -> None:
    meeting = new_id()
    keep(tmp_path, meeting)
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        at = f"/api/desk/office/recordings/{meeting}"
        assert (await desk.get(at)).json() == [
            {"since": 0, "until": 50, "file": "0.mp4"},
            {"since": 200, "until": 250, "file": "2.mp4"},
        ]
        part = await desk.get(f"{at}/2.mp4", headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.content, part.headers["Content-Type"]) == (206, BYTES[10:20], "video/mp4")
        for name in ("9.mp4", "record.json", "..%2Frecord.json"):
            assert (await desk.get(f"{at}/{name}")).status_code == 404
        assert (await desk.get(f"/api/desk/office/recordings/{new_id()}")).json() == []
        assert (await browser(app).get(at)).status_code == 401
        assert (await browser(app).get(f"{at}/0.mp4")).status_code == 401
