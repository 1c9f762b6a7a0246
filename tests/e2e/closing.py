"""What has to hold of a close, whatever the delay: the rows of the proof, and what is in each rendition and not in any."""

from __future__ import annotations

from typing import Final

from tests.e2e.output import Output, Timeline
from tests.e2e.seat import View
from tests.e2e.speaker import OPEN

INSIDE: Final = ("old_chamber_gone", "nobody_else")
SHORT: Final = 2_000
"""Between the last picture outside and the cut, in ms, on a machine that is busy; what is missing is slate."""


def is_proven(view: View, delay: int) -> None:
    """CLOSED is said with a row for each output, each measured after the cut; dark where nothing is delayed."""
    undelayed = ("gallery",) if delay else ("gallery", "webcast", "embed")
    outputs = [
        f"{output}_{what}"
        for output in view["outside"]["outputs"]
        for what in (("sealed", "dark") if output in undelayed else ("sealed",))
    ]
    assert {"gallery", "webcast", "embed"} <= set(view["outside"]["outputs"])
    rows = view["door"]["rows"]
    assert [row["row"] for row in rows] == [*INSIDE, *outputs]
    assert {row["state"] for row in rows} == {"ok"}
    assert all(view["door"]["cut"] < row["asked"] for row in rows)


def holds_only(output: Output, line: Timeline, ended: float) -> None:
    """In each rendition of a timeline: what was said before an instant (ms), to the end, and then the slate."""
    for stream in ("v0", "v1"):
        seen = output.pictures(line, stream)
        said = [one for one in seen if one.mark is not None]
        assert {one.mark for one in said} == {OPEN}
        assert all(one.made is not None and one.made < ended for one in said)
        assert max(one.made or 0 for one in said) > ended - SHORT, "what was said before the cut arrives"
        assert None not in {one.slate for one in seen if one.at >= ended}
        after = [one for one in seen if one.at > said[-1].at]  # the gate shut a moment before the cut was committed
        assert all(one.mark is None and one.slate is not None for one in after)
        assert len(after) >= 15, "half a second of slate"
    heard = output.sounds(line)
    tones = [one for one in heard if one.mark is not None]
    assert {one.mark for one in tones} == {OPEN}
    assert all(one.made is not None and one.made < ended for one in tones)
    assert max(one.at for one in tones) > ended - SHORT
    assert all(one.mark is None for one in heard if one.at >= ended)


def is_slate(output: Output, line: Timeline) -> None:
    """What runs between spans is the slate and silence, as far as it was fetched before it was gone."""
    for stream in line.playlists.keys() - {"a0"}:
        assert all(one.mark is None and one.slate is not None for one in output.pictures(line, stream))
    if "a0" in line.playlists:
        assert all(one.mark is None for one in output.sounds(line))
