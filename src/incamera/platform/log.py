"""Structured logs: constant event names, details as fields, secrets taken out before anything is written.

What it protects: values under a telling field name, and values of a telling shape (tokens, our own secrets, bearer
headers) wherever they stand, tracebacks and third-party messages included. What it does not: a secret of unknown
shape under an innocent name. So do not log what you would not read aloud.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

import structlog
from structlog.typing import Processor

REDACTED: Final = "[redacted]"
_TELLING_NAME: Final = re.compile(
    r"secret|token|passw|cookie|authorization|credential|private|salt|signature|api_?key|(^|_)key$|invitation_link",
    re.IGNORECASE,
)
_TELLING_SHAPE: Final = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]*"  # a JSON web token
    r"|(?i:bearer|basic)\s+[\w.~+/=-]{8,}"
    r"|\b[a-z2-7]{52}\b"  # what ids.new_secret draws
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # user and password in an address
)


def redact_text(text: str) -> str:
    """The text with everything of a telling shape replaced."""
    return _TELLING_SHAPE.sub(REDACTED, text)


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that keeps secrets out of the line."""
    return {name: _redacted(name, value) for name, value in event.items()}


def _redacted(name: str, value: object) -> object:
    if _TELLING_NAME.search(name):
        return REDACTED
    if isinstance(value, Mapping):
        return {str(key): _redacted(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted("", item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact_text(str(value))


def configure_logs(*, level: str = "INFO", lines: bool | None = None) -> None:
    """Send our own and third-party logs to standard error: JSON lines, or readable text on a terminal.

    `lines` forces JSON on or off.
    """
    as_lines = (not sys.stderr.isatty()) if lines is None else lines
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = structlog.processors.JSONRenderer() if as_lines else structlog.dev.ConsoleRenderer()
    after: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redact,
        renderer,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=after))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):  # they bring handlers that would bypass ours
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in ("httpx", "httpcore", "uvicorn.error"):  # a line for every call would drown the rest
        logging.getLogger(name).setLevel(logging.WARNING)
