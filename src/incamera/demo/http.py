"""How the demonstration speaks to the api: as a page does, over HTTP, and with nothing a page does not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from incamera.platform.settings import Settings

ANSWER_S: Final = 10.0
SILENCE_S: Final = 5.0
"""An event stream says something every two seconds; after this it is taken for dead."""


class Refused(Exception):
    """The api answered with a problem; `status` and `kind` (its `code`) are those of the answer, the text is its sentence."""

    def __init__(self, status: int, kind: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Door:
    """Where the api is: `address` as this machine reaches it, `host` as it calls itself (its Host header)."""

    address: str
    host: str
    public_url: str

    def client(self, cookies: Mapping[str, str] | None = None) -> httpx.AsyncClient:
        """A client of its own, as each browser is one."""
        return httpx.AsyncClient(
            base_url=self.address,
            headers={"X-Incamera": "1", "Host": self.host},
            cookies=dict(cookies or {}),
            timeout=ANSWER_S,
            trust_env=False,  # loopback: no proxy has a part in it
        )


def door_of(settings: Settings) -> Door:
    """The api that these settings describe, reached over loopback."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(settings.host, settings.host)  # noqa: S104
    public = httpx.URL(settings.public_url)
    host = f"[{near}]" if ":" in near else near
    return Door(f"http://{host}:{settings.port}", public.netloc.decode("ascii"), settings.public_url.rstrip("/"))


async def post(client: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> httpx.Response:
    """POST JSON. Raises Refused for a problem, httpx.TransportError when nobody answers."""
    return checked(await client.post(path, json=dict(body)))


def checked(response: httpx.Response) -> httpx.Response:
    """The response itself, or Refused."""
    if response.is_success:
        return response
    try:
        told = response.json()
    except ValueError:
        told = {}
    kind = str(told.get("code", ""))
    faults = "; ".join(f"{fault['field']}: {fault['expected']}" for fault in told.get("errors", []))
    text = str(told.get("detail") or told.get("title") or response.reason_phrase)
    raise Refused(response.status_code, kind, f"{text} {faults}".strip())
