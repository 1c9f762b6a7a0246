"""Mail into a folder, one `.eml` file each: for a house without a mail server. Its files hold live links (0600).

A mail that is handed over twice, under the same Message-ID, is there once.
"""

import asyncio
import os
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTPUTF8
from hashlib import sha256
from pathlib import Path

from incamera.platform.ids import new_id
from incamera.ports import PortFailed


@dataclass(frozen=True, slots=True)
class OutboxMailer:
    """Writes whole files into `folder`, which it makes (0700)."""

    folder: Path

    async def send(self, message: EmailMessage) -> None:
        """See Mailer."""
        try:
            await asyncio.to_thread(self._write, message.as_bytes(policy=SMTPUTF8), message.get("Message-ID"))
        except OSError as error:
            raise PortFailed(f"cannot write into the outbox: {error.strerror}") from error

    def _write(self, content: bytes, message_id: str | None) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = new_id() if message_id is None else sha256(message_id.encode("utf-8", "replace")).hexdigest()[:26]
        draft = self.folder / f".{new_id()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.rename(self.folder / f"{name}.eml")
