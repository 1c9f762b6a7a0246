"""The measured part of docs/speed.md, drawn from the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.product import Close
from benchmarks.record import Record, median, p95

BEGIN: Final = "<!-- measured: written by benchmarks/doors.py -->"
END: Final = "<!-- end of what was measured -->"

Figures = Callable[[Record], Sequence[int | None]]
Counts = Callable[[Record], str]

CLOSING: Final[tuple[tuple[str, Figures], ...]] = (
    ("last picture received outside", lambda r: [c.last_picture for c in r.closes]),
    ("last sound received outside", lambda r: [c.last_sound for c in r.closes]),
    ("the cut, as the ledger has it", lambda r: [c.cut for c in r.closes]),
    ("**proven (live committed)**", lambda r: [c.live for c in r.closes]),
    ("**first voice in the closed chamber**", lambda r: [c.first_voice for c in r.closes]),
    ("first picture in the closed chamber", lambda r: [c.first_picture for c in r.closes]),
    ("every voice in the closed chamber", lambda r: [c.all_voices for c in r.closes]),
)
OPENING: Final[tuple[tuple[str, Figures], ...]] = (
    ("the closed span is cut", lambda r: [o.cut for o in r.opens]),
    ("proven (live committed)", lambda r: [o.live for o in r.opens]),
    ("first voice outside", lambda r: [o.first_voice for o in r.opens]),
    ("first picture outside", lambda r: [o.first_picture for o in r.opens]),
)
NAIVE: Final[tuple[tuple[str, Figures], ...]] = (
    ("called closed (two empty lists in a row)", lambda r: [n.called for n in r.naive]),
    ("last picture or sound received outside (watched for 3 s)", lambda r: [n.last_received for n in r.naive]),
)
LEAKS: Final[tuple[tuple[str, Counts], ...]] = (
    ("made after the cut and received outside, all rounds", lambda r: _late(c.newest_after_cut for c in r.closes)),
    ("newest thing received outside was made, before the cut, at least", lambda r: _margin(r.closes)),
    ("made after the button and received outside, all rounds", lambda r: _late(c.newest_made for c in r.closes)),
    ("let in again with the old token", lambda r: f"{sum(c.let_in_again for c in r.closes)} times"),
    ("heard outside but not readable", lambda r: f"{sum(c.unreadable for c in r.closes)} pieces"),
    ("rounds that did not come to their end, begun anew", lambda r: str(len(r.broken))),
)
NAIVE_LEAKS: Final[tuple[tuple[str, Counts], ...]] = (
    ("rounds with anything made after the command received outside", lambda r: _rounds(n.made_after for n in r.naive)),
    (
        "pictures and sounds made after the command, received outside, per round",
        lambda r: _mean(n.made_after for n in r.naive),
    ),
    ("rounds in which it was ever called closed", lambda r: _rounds(n.called or 0 for n in r.naive)),
    ("times the outsider was in again, per round", lambda r: _mean(n.rejoins for n in r.naive)),
)


def draw(records: Sequence[Record]) -> str:
    """All tables in Markdown."""
    return "\n".join(
        (
            *(_machine(record) for record in records),
            "\nClosing, ms after the command was sent: median / p95 (n)\n",
            *_table(records, CLOSING, LEAKS),
            "\nOpening, ms after the end of the countdown: median / p95 (n)\n",
            *_table(records, OPENING, ()),
            "\nThe naive way on the same engine, ms after the command: median / p95 (n)\n",
            *_table(records, NAIVE, NAIVE_LEAKS),
        )
    )


def write(path: Path, records: Sequence[Record]) -> None:
    """Put the tables between the two marks of the page; what stands around them is written by people."""
    page = path.read_text(encoding="utf-8") if path.exists() else f"# Speed of the doors\n\n{BEGIN}\n{END}\n"
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n{draw(records)}\n{END}{after}", encoding="utf-8")


def _machine(record: Record) -> str:
    return (
        f"- {record.seats} seats: {record.machine}; load before {record.load:.1f}, "
        f"{record.use:.0%} of all cores spent while it ran (by everything on the machine)"
    )


def _table(
    records: Sequence[Record], figures: Iterable[tuple[str, Figures]], counts: Iterable[tuple[str, Counts]]
) -> Iterable[str]:
    yield f"| | {' | '.join(f'{record.seats} seats' for record in records)} |"
    yield f"|---|{'---|' * len(records)}"
    for name, of in figures:
        yield f"| {name} | {' | '.join(_figure(of(record)) for record in records)} |"
    for name, counted in counts:
        yield f"| {name} | {' | '.join(counted(record) for record in records)} |"


def _figure(values: Sequence[int | None]) -> str:
    there = [value for value in values if value is not None]
    if not there:
        return "-"
    return f"{median(there) / 1e3:.0f} / {p95(there) / 1e3:.0f} ({len(there)})"


def _late(margins: Iterable[int]) -> str:
    """How many rounds had anything late, and how late at most."""
    late = [margin for margin in margins if margin > 0]
    return f"{len(late)} rounds, at most {max(late) / 1e3:.0f} ms after" if late else "none"


def _margin(closes: Sequence[Close]) -> str:
    return f"{-max(c.newest_after_cut for c in closes) / 1e3:.0f} ms" if closes else "-"


def _rounds(values: Iterable[int]) -> str:
    listed = list(values)
    return f"{sum(value > 0 for value in listed)} of {len(listed)}"


def _mean(values: Iterable[int]) -> str:
    listed = list(values)
    return f"{sum(listed) / len(listed):.1f}" if listed else "-"
