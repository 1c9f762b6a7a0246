"""Looking at what a programme shows until it shows something."""

from __future__ import annotations

from collections.abc import Callable

from tests.media.programme.outside import Origin, Screen, Seen, mark_in

LEFT, RIGHT = (0, 0.25, 0.5, 0.5), (0.5, 0.25, 0.5, 0.5)


class Watch:
    """Looks at a screen until it shows something, and keeps all that it saw."""

    def __init__(self, origin: Origin, number: int = 0) -> None:
        self._origin = origin
        self._screen = Screen(origin, number)
        self.seen: list[Seen] = []

    def until(self, holds: Callable[[Seen], bool], what: str) -> Seen:
        def look() -> Seen | None:
            more = self._screen.more()
            self.seen += more
            return next((seen for seen in more if holds(seen)), None)

        found: Seen = self._origin.wait(look, what)
        return found

    def rest(self) -> list[Seen]:
        self.seen += self._screen.more()
        return self.seen


def shows(*marks: int) -> Callable[[Seen], bool]:
    """Exactly these speakers, one in the whole picture or two side by side."""
    places = [(0, 0, 1, 1)] if len(marks) == 1 else [LEFT, RIGHT]
    return lambda seen: [mark_in(seen.luma, *place) for place in places] == list(marks)
