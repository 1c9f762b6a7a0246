"""The secret between the supervisor and the api of one machine: a file that only this user may read.

Protects the list of programme workers and their tickets against other users of the machine; not against this user.
"""

import os
import secrets
from pathlib import Path
from typing import Final

SECRET_FILE: Final = "supervisor"  # noqa: S105  (a file's name)


def read_supervisor_secret(secrets_dir: Path) -> str:
    """The secret; empty where no supervisor has made one: then nobody is answered."""
    try:
        return (secrets_dir / SECRET_FILE).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def make_supervisor_secret(secrets_dir: Path) -> str:
    """The secret, made now if there is none yet. Raises OSError."""
    known = read_supervisor_secret(secrets_dir)
    if known:
        return known
    secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_urlsafe(32)
    descriptor = os.open(secrets_dir / SECRET_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made)
    return made
