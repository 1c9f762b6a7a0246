from __future__ import annotations

import jwt
import pytest

from incamera.adapters.livekit import mint

NOW = 1_800_000_000_400_000
SECRET = "s" * 48


def test_every_grant_is_named_and_none_is_more_than_listening() -> None:
    token = mint("open-1", SECRET, chamber="m-a", identity="x", sources={"microphone", "camera"}, now=NOW)
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_nbf": False})
    assert claims == {
        "iss": "open-1",
        "sub": "x",
        "nbf": 1_800_000_000,
        "exp": 1_800_000_060,
        "kind": "standard",
        "name": "",
        "metadata": "",
        "video": {
            "roomJoin": True,
            "room": "m-a",
            "canPublish": False,
            "canPublishData": False,
            "canPublishSources": ["camera", "microphone"],
            "canSubscribe": True,
            "canUpdateOwnMetadata": False,
            "canSubscribeMetrics": False,
            "canManageAgentSession": False,
            "hidden": False,
            "recorder": False,
            "agent": False,
            "roomAdmin": False,
            "roomCreate": False,
            "roomList": False,
            "roomRecord": False,
            "ingressAdmin": False,
            "destinationRoom": "",
        },
    }


@pytest.mark.parametrize("missing", ["key", "secret", "chamber", "identity"])
def test_nothing_may_be_empty(missing: str) -> None:
    given = {"key": "open-1", "secret": SECRET, "chamber": "m-a", "identity": "x"} | {missing: ""}
    with pytest.raises(ValueError, match="needs a key"):
        mint(given["key"], given["secret"], chamber=given["chamber"], identity=given["identity"], sources=[], now=NOW)


def test_a_source_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no such source: lens"):
        mint("open-1", SECRET, chamber="m-a", identity="x", sources={"lens"}, now=NOW)
