"""The planning desk as the demonstration uses it: what a secretary would do in a browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from incamera.demo.http import Door, checked, post

Plan = dict[str, Any]
"""A plan as it travels; docs/protocol.md has its shape."""


@dataclass(slots=True)
class Desk:
    """`async with Desk(door)`; then `redeem` an administrator's link before anything else."""

    door: Door
    client: httpx.AsyncClient

    def __init__(self, door: Door) -> None:
        self.door = door
        self.client = door.client()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.aclose()

    async def redeem(self, secret: str) -> None:
        """Become the desk of this house. Raises Refused for a used or unknown link."""
        response = await post(self.client, "/api/desk/redeem", {"secret": secret})
        token = response.cookies["incamera_desk"]
        await self.client.aclose()
        self.client = self.door.client({"incamera_desk": token})

    async def plan(self, plan: Plan) -> str:
        """Save a new meeting; gives its id."""
        return str((await post(self.client, "/api/desk/meetings", plan)).json()["id"])

    async def change(self, meeting: str, plan: Plan) -> None:
        """Save another plan of a meeting that has not been convened."""
        checked(await self.client.put(f"/api/desk/meetings/{meeting}", json=plan))

    async def meeting(self, meeting: str) -> dict[str, Any]:
        """`{id, state, plan, invitations, public}`. Raises Refused 404."""
        found: dict[str, Any] = checked(await self.client.get(f"/api/desk/meetings/{meeting}")).json()
        return found

    async def links(self, meeting: str, seats: Sequence[str]) -> Mapping[str, str]:
        """A fresh single-use secret for each of these seats, good for an hour."""
        answer = await post(self.client, f"/api/desk/meetings/{meeting}/links", {"seats": list(seats)})
        return {link["seat"]: link["secret"] for link in answer.json()}

    async def enter(self, kind: str, fields: Mapping[str, Any]) -> str:
        """Enter a record of the office; gives its id. Raises Refused for a field that cannot be."""
        return str((await post(self.client, f"/api/desk/office/{kind}", fields)).json()["id"])

    async def paper(self, name: str, text: str) -> str:
        """Keep a text as a document of the office; gives its id."""
        sent = {"name": name, "text": text}
        return str((await post(self.client, "/api/desk/office/documents", sent)).json()["id"])

    async def letter(self, fields: Mapping[str, Any]) -> str:
        """Take an oversight request in; gives its id."""
        return str((await post(self.client, "/api/desk/office/requests", fields)).json()["id"])

    async def draft(
        self, request: str, question: int, *, by: str, answer: str, evidence: Sequence[Mapping[str, Any]]
    ) -> None:
        """Answer a question, counted from 0. `by` is an official."""
        path, seq = await self._question(request, question)
        sent = {"by": by, "seq": seq, "answer": answer, "evidence": list(evidence)}
        checked(await self.client.put(f"{path}/draft", json=sent))

    async def sign(self, request: str, question: int, *, by: str) -> None:
        """Sign the answer off. Raises Refused for whoever wrote any of it."""
        path, seq = await self._question(request, question)
        await post(self.client, f"{path}/sign", {"by": by, "seq": seq})

    async def _question(self, request: str, question: int) -> tuple[str, int]:
        """Its address, and the entry that made it what it is."""
        path = f"/api/desk/office/requests/{request}"
        shown = checked(await self.client.get(path)).json()["asked"][question]
        return f"{path}/questions/{shown['id']}", int(shown["seq"])

    async def ledger(self, meeting: str, *, extract: bool = False) -> dict[str, Any]:
        """The ledger, in full or with every body withheld."""
        params = {"extract": "public"} if extract else {}
        found: dict[str, Any] = checked(
            await self.client.get(f"/api/desk/meetings/{meeting}/ledger", params=params)
        ).json()
        return found
