"""The measured part of docs/webcast-speed.md that tells how late a programme is, drawn from the records."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.latency_glass import PAGES
from benchmarks.latency_sync import Pair, drift
from benchmarks.programme_heads import FOLDER

BEGIN: Final = "<!-- measured: written by benchmarks/latency.py -->"
END: Final = "<!-- end of what latency.py measured -->"
NAMES: Final = {
    "gallery": "gallery, own player",
    "webcast-0": "webcast, delay 0 (LL-HLS)",
    "webcast-15": "webcast, delay 15 s",
}

Found = dict[str, Any]


def saved() -> dict[str, Found]:
    """What was measured so far, by page or `sync`."""
    names = [name for name in (*PAGES, "sync") if (FOLDER / f"latency-{name}.json").exists()]
    return {name: json.loads((FOLDER / f"latency-{name}.json").read_text(encoding="utf-8")) for name in names}


def draw() -> str:
    """All of it in Markdown."""
    found = saved()
    lines = [
        f"- {NAMES.get(name, 'flash and beep')}: {one['machine']}; load before {one['load']:.1f}, "
        f"{one['use']:.0%} of all cores spent while it ran"
        for name, one in found.items()
    ]
    lines += [
        "",
        "| | watched | lens to glass, s: median (p5-p95) | stalls after 12 s | longest gap | stalls before | first picture |",
    ]
    lines += ["|---|---|---|---|---|---|---|"]
    lines += [_page(NAMES[name], one["found"]) for name, one in found.items() if name != "sync"]
    if "sync" in found:
        lines += ["", *_sync([Pair(**row) for row in found["sync"]["found"]])]
    return "\n".join(lines)


def write(path: Path) -> None:
    """Put the tables between the two marks of the page; what stands around them is written by people."""
    page = path.read_text(encoding="utf-8") if path.exists() else "# Speed of the webcast\n"
    if BEGIN not in page:
        page += f"\n{BEGIN}\n{END}\n"
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n{draw()}\n{END}{after}", encoding="utf-8")


def _page(name: str, one: Found) -> str:
    ages = one["ages"]
    low, high = ages[len(ages) // 20], ages[-1 - len(ages) // 20]
    return (
        f"| {name} | {one['seconds']:.0f} s | **{median(ages) / 1e3:.2f}** ({low / 1e3:.2f}-{high / 1e3:.2f}) "
        f"| {one['stalls']} | {one['longest']} ms | {one['early']} | {one['first'] / 1e3:.1f} s |"
    )


def _sync(pairs: list[Pair]) -> list[str]:
    offsets = sorted(pair.offset for pair in pairs)
    low, high = offsets[len(offsets) // 20], offsets[-1 - len(offsets) // 20]
    lasted = (pairs[-1].made - pairs[0].made) / 1e6
    within = sum(abs(offset) <= 40_000 for offset in offsets) / len(offsets)
    quarter = max(1, len(pairs) // 4)
    ends = [median(pair.offset for pair in part) / 1e3 for part in (pairs[:quarter], pairs[-quarter:])]
    middle, spread = median(offsets) / 1e3, f"{low / 1e3:+.0f} to {high / 1e3:+.0f}"
    moved = f"**{drift(pairs) / 1e3:+.1f} ms**; {ends[0]:+.0f} and {ends[1]:+.0f} ms"
    return [
        "| flash and beep, on the programme's output | |",
        "|---|---|",
        f"| watched | {lasted:.0f} s, {len(pairs)} pairs |",
        f"| **picture minus sound** (negative: sound late): median (p5-p95) | **{middle:+.0f} ms** ({spread}) |",
        f"| pairs within 40 ms | {within:.0%} |",
        f"| **drift** over the whole stretch, straight line; medians of the first and last quarter | {moved} |",
        f"| flash after it was made: median | {median(pair.flash for pair in pairs) / 1e3:.0f} ms |",
        f"| beep after it was made: median | {median(pair.beep for pair in pairs) / 1e3:.0f} ms |",
    ]
