"""What a seat's page sends, and what it is answered apart from its view."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, Field, StringConstraints

from incamera.house.meetings.schemas import Name, Sent
from incamera.platform.fields import InstantSent, Prose
from incamera.rules import commands
from incamera.rules.commands import Command
from incamera.rules.shown import View

CommandId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Rev = Annotated[int, Field(ge=0, le=9_007_199_254_740_991)]


class _Given(Sent):
    id: CommandId
    """The page's own id for it: sent twice, it acts once."""


class EnterGiven(_Given):
    """Take the seat from the lobby."""

    command: Literal["enter"]
    leg: Name
    alone: bool = False


class PlainGiven(_Given):
    """A command that says everything by its name."""

    command: Literal[
        "leave",
        "convene",
        "stop",
        "ask_floor",
        "yield_floor",
        "renew",
        "lock",
        "unlock",
        "read_announcement",
        "open_vote",
        "state_alone",
        "dump",
        "accept_rules",
    ]


class ShutGiven(_Given):
    """Into a phase of the closed side. Never needs a rev."""

    command: Literal["shut"]
    phase: Name
    skip: bool = False


class AskGiven(_Given):
    """Ask to open; `rev` is that of the view on which it was decided."""

    command: Literal["ask"]
    phase: Name
    rev: Rev


class TurnGiven(_Given):
    """Turn one's key; `rev` is that of the view on which it was decided."""

    command: Literal["turn"]
    rev: Rev


class TakeUpGiven(_Given):
    """Take up an agenda item."""

    command: Literal["take_up"]
    item: Name


class RecogniseGiven(_Given):
    """Give the floor for `seconds`; 0: no limit."""

    command: Literal["recognise"]
    seat: Name
    seconds: Annotated[int, Field(ge=0, le=3_600)] = 0


class SeatGiven(_Given):
    """A command about one seat."""

    command: Literal["admit", "hold", "release", "mute", "unmute", "remove"]
    seat: Name


class GroundGiven(_Given):
    """Why to close, about what, and whether the meeting returns."""

    command: Literal["choose_ground"]
    ground: Prose
    """The id of a ground of the profile, or the reason in words where its list is not complete."""
    subjects: Prose
    reconvene: bool = True


class VoteGiven(_Given):
    """One's own vote in a roll call."""

    command: Literal["cast_vote"]
    vote: Literal["aye", "nay", "abstain"]


class LayoutGiven(_Given):
    """How the programme is laid out; `auto` follows the floor."""

    command: Literal["choose_layout"]
    layout: Literal["auto", "one", "two", "all"]


class FeedGiven(_Given):
    """Approve what another person proposed, or end a feed."""

    command: Literal["approve_feed", "withdraw_feed"]
    feed: Name


class ReturnGiven(_Given):
    """When the meeting is expected back on the record."""

    command: Literal["expect_return"]
    until: InstantSent | None


CommandGiven: TypeAlias = Annotated[
    EnterGiven
    | PlainGiven
    | ShutGiven
    | AskGiven
    | TurnGiven
    | TakeUpGiven
    | RecogniseGiven
    | SeatGiven
    | GroundGiven
    | VoteGiven
    | LayoutGiven
    | ReturnGiven
    | FeedGiven,
    Field(discriminator="command"),
]

_COMMANDS: Final[Mapping[str, type[Any]]] = {
    "enter": commands.Enter,
    "leave": commands.Leave,
    "convene": commands.Convene,
    "shut": commands.Shut,
    "ask": commands.Ask,
    "turn": commands.Turn,
    "stop": commands.Stop,
    "take_up": commands.TakeUp,
    "ask_floor": commands.AskFloor,
    "yield_floor": commands.YieldFloor,
    "recognise": commands.Recognise,
    "admit": commands.Admit,
    "hold": commands.Hold,
    "release": commands.Release,
    "mute": commands.Mute,
    "unmute": commands.Unmute,
    "remove": commands.Remove,
    "renew": commands.Renew,
    "lock": commands.Lock,
    "unlock": commands.Unlock,
    "choose_ground": commands.ChooseGround,
    "read_announcement": commands.ReadAnnouncement,
    "open_vote": commands.OpenVote,
    "cast_vote": commands.CastVote,
    "state_alone": commands.StateAlone,
    "expect_return": commands.ExpectReturn,
    "dump": commands.Dump,
    "choose_layout": commands.ChooseLayout,
    "approve_feed": commands.ApproveFeed,
    "withdraw_feed": commands.WithdrawFeed,
    "accept_rules": commands.AcceptRules,
}


def to_command(given: CommandGiven) -> Command:
    """The command as the rules know it."""
    made: Command = _COMMANDS[given.command](**given.model_dump(exclude={"id", "command", "rev"}))
    return made


class LegGiven(Sent):
    """The leg of this page."""

    leg: Name


class Empty(Sent):
    """Nothing needs to be said."""


class Seated(BaseModel):
    """The seat that this browser now holds."""

    seat: str
    meeting: str


class LegMade(BaseModel):
    """A leg for one page."""

    leg: str


class Revised(BaseModel):
    """The revision of this seat's view after a command."""

    rev: int


class ViewNow(BaseModel):
    """The view as it is."""

    rev: int
    view: View


class TokenGiven(BaseModel):
    """The way into one chamber: the engine's address, a token for a minute, and this leg's name there."""

    key: str
    url: str
    token: str
    identity: str


class TokensGiven(BaseModel):
    """One token for each chamber of the view."""

    chambers: list[TokenGiven]


class LinkPrinted(BaseModel):
    """A link for a sheet of paper, shown once."""

    seat: str
    secret: str
    expires: int
