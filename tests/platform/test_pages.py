"""Built pages: files as they are, one shell for what the pages route, nothing else."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from incamera.platform.errors import install_errors
from incamera.platform.pages import FOR_EVER, Pages


def browser(folder: Path) -> httpx.AsyncClient:
    made = FastAPI()
    install_errors(made)
    made.mount("/", Pages(folder, frozenset({"desk", "seats"})))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=made), base_url="http://localhost")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("shell")
    (folder / "assets" / "a-1234.js").write_text("script")
    (tmp_path / "secret").write_text("secret")
    return folder


@pytest.mark.parametrize("path", ["/", "/desk", "/desk/meetings/abc", "/seats/xyz", "/seats/a.b"])
async def test_routed_addresses_get_the_shell_and_it_is_asked_for_anew(built: Path, path: str) -> None:
    answer = await browser(built).get(path)
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, "shell", "no-cache")


async def test_hashed_files_are_kept_for_ever(built: Path) -> None:
    answer = await browser(built).get("/assets/a-1234.js")
    assert (answer.text, answer.headers["cache-control"]) == ("script", FOR_EVER)


@pytest.mark.parametrize(
    "path", ["/assets/none.js", "/other", "/%2e%2e/secret", "/desk/..%2f..%2fsecret", "/assets/../../secret"]
)
async def test_nothing_else_is_there(built: Path, path: str) -> None:
    answer = await browser(built).get(path)
    assert "secret" not in answer.text
    assert answer.status_code == 404 or answer.text == "shell"


async def test_before_the_pages_are_built_nothing_is_there(tmp_path: Path) -> None:
    assert (await browser(tmp_path / "web").get("/desk")).status_code == 404
