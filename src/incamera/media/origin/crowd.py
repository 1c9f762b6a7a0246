"""Thousands of players that wait for the same part: one answer is made, and written to each connection, without a task
each. Belongs to the readers' loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Final, Protocol

from starlette.responses import Response

from incamera.media.origin.address import BadQuery
from incamera.media.origin.outputs import LOOK_S, OPEN_TO_ALL, WAIT_S, Answer, Later, Outputs, not_in_time, response_of

AT_A_TIME: Final = 2_000
"""Connections written to before the loop looks at others: some twenty milliseconds. Fewer, and their next questions come in between:
p95 of 2,000 was 117 ms with 100, 66 with 500, 44 with 2,000."""


class Waiting(Protocol):
    """A connection that waits. `give` is called once, with all bytes of its answer."""

    def give(self, answer: bytes) -> None: ...


@dataclass(slots=True)
class Question:
    """What is asked, word for word, and who asks it, each with the loop's time at which it is told to give up."""

    meeting: str
    rest: list[str]
    query: bytes
    waiting: dict[Waiting, float] = field(default_factory=dict)


class Crowd:
    """Everybody who waits, by the timeline and the words of the question."""

    def __init__(self, outputs: Outputs, loop: asyncio.AbstractEventLoop) -> None:
        self._outputs = outputs
        self._loop = loop
        self._asked: dict[str, dict[bytes, Question]] = {}
        self._to_give: deque[tuple[Waiting, bytes]] = deque()
        self._looks: asyncio.TimerHandle | None = None

    def find(self, meeting: str, rest: list[str], query: bytes) -> Answer | Later | None:
        """What is there now of the webcast; None also for what no player asks for."""
        try:
            return self._outputs.find(meeting, rest, query, is_gallery=False)
        except BadQuery:
            return None

    def now(self) -> int:
        """The instant now."""
        return self._outputs.now()

    def wait(
        self, connection: Waiting, later: Later, target: bytes, meeting: str, rest: list[str], query: bytes
    ) -> None:
        """Answer the connection as soon as there is something, or when it has waited long enough."""
        questions = self._asked.setdefault(later.path, {})
        question = questions.get(target)
        if question is None:
            question = questions[target] = Question(meeting, rest, query)
            if later.due is not None:
                due_s = max(0, later.due - self.now()) / 1e6 + 0.001
                self._loop.call_later(due_s, self.look, later.path)
        question.waiting[connection] = self._loop.time() + WAIT_S
        if self._looks is None:
            self._looks = self._loop.call_later(LOOK_S, self._look_everywhere)

    def leave(self, connection: Waiting) -> None:
        """The connection is gone."""
        for questions in self._asked.values():
            for question in questions.values():
                question.waiting.pop(connection, None)

    def look(self, path: str) -> None:
        """Answer every question about a timeline that can be answered now."""
        questions = self._asked.get(path)
        if questions is None:
            return
        for target, question in list(questions.items()):
            found = self.find(question.meeting, question.rest, question.query)
            if not isinstance(found, Later):
                del questions[target]
                self._give(list(question.waiting), encoded(response_of(found)))
        if not questions:
            del self._asked[path]

    def _look_everywhere(self) -> None:
        self._looks = None
        now = self._loop.time()
        for path in list(self._asked):
            self.look(path)
        for path, questions in list(self._asked.items()):
            for target, question in list(questions.items()):
                late = [connection for connection, end in question.waiting.items() if end <= now]
                if late:
                    self._give(late, encoded(not_in_time()))
                question.waiting = {c: end for c, end in question.waiting.items() if end > now}
                if not question.waiting:
                    del questions[target]
            if not questions:
                del self._asked[path]
        if self._asked:
            self._looks = self._loop.call_later(LOOK_S, self._look_everywhere)

    def _give(self, connections: list[Waiting], answer: bytes) -> None:
        if not self._to_give and connections:
            self._loop.call_soon(self._give_some)
        self._to_give.extend((connection, answer) for connection in connections)

    def _give_some(self) -> None:
        for _ in range(min(AT_A_TIME, len(self._to_give))):
            connection, answer = self._to_give.popleft()
            connection.give(answer)
        if self._to_give:
            self._loop.call_soon(self._give_some)


def encoded(response: Response) -> bytes:
    """All bytes of an answer about the webcast, as the server sends what its app answers."""
    response.headers.update(OPEN_TO_ALL)
    lines = [b"%b: %b\r\n" % header for header in ((b"date", formatdate(usegmt=True).encode()), *response.raw_headers)]
    phrase = HTTPStatus(response.status_code).phrase.encode()
    return b"".join((b"HTTP/1.1 %d %b\r\n" % (response.status_code, phrase), *lines, b"\r\n", bytes(response.body)))
