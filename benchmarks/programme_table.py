"""The measured part of docs/webcast-speed.md that tells what a programme costs, drawn from the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.programme_record import Run
from benchmarks.programme_ways import Stretch

BEGIN: Final = "<!-- measured: written by benchmarks/programme.py -->"
END: Final = "<!-- end of what programme.py measured -->"

Figure = Callable[[Run], str]


def _cpu(of: Callable[[Run], Sequence[Stretch]]) -> Figure:
    return lambda run: _range([one.cpu for one in of(run)], "{:.2f}")


def _memory(of: Callable[[Run], Sequence[Stretch]]) -> Figure:
    return lambda run: f"{_range([one.bytes / 1e6 for one in of(run)], '{:.0f}')} MB, {of(run)[-1].processes} processes"


def _lost(of: Callable[[Run], Sequence[Stretch]]) -> Figure:
    return lambda run: f"{sum(one.lost for one in of(run))} of {sum(one.due for one in of(run))}"


ROWS: Final[tuple[tuple[str, Figure], ...]] = (
    ("CPU, ours (two renditions, sound levelled)", _cpu(lambda run: run.ours)),
    ("CPU, browser way, both renditions", _cpu(lambda run: run.browser_two)),
    ("CPU, browser way, 720p only", _cpu(lambda run: run.browser)),
    ("CPU, x264 alone, 720p and 360p", _cpu(lambda run: run.encoders)),
    ("CPU, x264 alone, 720p only", _cpu(lambda run: run.encoder)),
    ("**browser way / ours, CPU, both renditions**", lambda run: _ratio(run.browser_two, run.ours)),
    ("browser way with 720p only / ours with both", lambda run: _ratio(run.browser, run.ours)),
    ("**ours / x264 alone, same renditions**", lambda run: _ratio(run.ours, run.encoders)),
    ("ours / x264 alone, 720p only", lambda run: _ratio(run.ours, run.encoder)),
    ("memory (PSS), ours", _memory(lambda run: run.ours)),
    ("memory (PSS), browser way", _memory(lambda run: run.browser)),
    ("**browser way / ours, memory**", lambda run: f"{_middle(run.browser, 'bytes') / _middle(run.ours, 'bytes'):.2f}"),
    ("pictures lost, ours", _lost(lambda run: run.ours)),
    ("pictures lost or doubled, browser way, both renditions", _lost(lambda run: run.browser_two)),
    ("pictures lost or doubled, browser way, 720p only", _lost(lambda run: run.browser)),
)


def draw(runs: Sequence[Run]) -> str:
    """All of it in Markdown."""
    lines = [
        f"- {run.tiles} tiles: {run.machine}; load before {run.load:.1f}, {run.use:.0%} of all cores spent while it ran"
        for run in runs
    ]
    lines += ["", f"| | {' | '.join(_tiles(run) for run in runs)} |", f"|---|{'---|' * len(runs)}"]
    lines += [f"| {name} | {' | '.join(figure(run) for run in runs)} |" for name, figure in ROWS]
    return "\n".join(lines)


def write(path: Path, runs: Sequence[Run]) -> None:
    """Put the table between the two marks of the page; what stands around them is written by people."""
    page = path.read_text(encoding="utf-8") if path.exists() else f"# Speed of the webcast\n\n{BEGIN}\n{END}\n"
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n{draw(runs)}\n{END}{after}", encoding="utf-8")


def _tiles(run: Run) -> str:
    return "1 tile" if run.tiles == 1 else f"{run.tiles} tiles"


def _ratio(above: Sequence[Stretch], below: Sequence[Stretch]) -> str:
    return f"{_middle(above, 'cpu') / _middle(below, 'cpu'):.2f}"


def _middle(stretches: Sequence[Stretch], name: str) -> float:
    return float(median(getattr(one, name) for one in stretches))


def _range(values: Sequence[float], form: str) -> str:
    low, high = form.format(min(values)), form.format(max(values))
    return f"{form.format(median(values))} ({low}-{high})"
