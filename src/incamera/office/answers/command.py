"""`incamera engagements …`: a question from the command line, asked of the database of the settings."""

from __future__ import annotations

import argparse
import asyncio

from sqlalchemy.exc import SQLAlchemyError

from incamera.office.answers.service import Answers, Line
from incamera.platform.clock import SystemClock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.settings import Settings
from incamera.rules.office.access import AT_DESK
from incamera.rules.office.coverage import CHANNELS


class Unanswered(Exception):
    """The question has no answer; the text says why."""


def answer(settings: Settings, options: argparse.Namespace) -> list[str]:
    """Lines to print, each with the ids of its evidence in brackets. Raises Unanswered."""
    try:
        lines = asyncio.run(_ask(settings, options))
    except ProductError as error:
        raise Unanswered(error.message) from error
    except (SQLAlchemyError, OSError) as error:
        raise Unanswered("The database of the settings holds no office: start `incamera up` once.") from error
    return [f"{line.text}{_brackets(line.evidence)}" for line in lines] or ["nothing"]


async def _ask(settings: Settings, options: argparse.Namespace) -> list[Line]:
    database = Database(settings.database_url)
    answers = Answers(database, SystemClock(), AT_DESK)
    channels = frozenset(getattr(options, "channel", None) or CHANNELS)
    try:
        match options.question:
            case "not-yet":
                return await answers.not_yet(options.official, options.mandate, channels)
            case "with":
                return await answers.engaged_with(options.official, options.counterpart, channels)
            case "promised":
                return await answers.promised(options.official, options.counterpart)
            case _:
                return await answers.directed(options.official, options.mandate)
    finally:
        await database.close()


def _brackets(evidence: tuple[str, ...]) -> str:
    return f" [{' '.join(evidence)}]" if evidence else ""
