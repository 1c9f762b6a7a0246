"""The built pages: files as they are, and one shell for every address that the pages route by themselves."""

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

SHELL: Final = "index.html"
FOR_EVER: Final = "public, max-age=31536000, immutable"


class Pages(StaticFiles):
    """Files below `folder`; addresses whose first part is in `routed` get the shell. The folder may be built later."""

    def __init__(self, folder: Path, routed: frozenset[str]) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._routed = routed

    async def check_config(self) -> None:
        """No folder is no fault: then there are no pages yet."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, the shell, or 404."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.split("/", maxsplit=1)[0] not in self._routed:
                raise
            response = await super().get_response(SHELL, scope)
        is_hashed = path.startswith("assets/") and response.status_code in {200, 304}
        response.headers["Cache-Control"] = FOR_EVER if is_hashed else "no-cache"
        return response
