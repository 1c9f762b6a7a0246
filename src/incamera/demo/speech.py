"""The voice of one delegate: real speech as 16-bit samples, and silence while it is another's turn."""

import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from incamera.demo.looks import Look
from incamera.demo.pictures import ClipMissing

RATE: Final = 48_000
CHUNK: Final = RATE // 10
"""Samples handed over at a time: a tenth of a second."""
WIDTH: Final = 2
TURN_S: Final = 8


def speech_of(folder: Path, look: Look) -> bytes:
    """The delegate's words: mono, 48 kHz, 16 bit, a whole number of chunks."""
    path = folder / f"{look.speech}.wav"
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, WIDTH):
            raise ClipMissing(f"{path} is not 48 kHz, mono, 16 bit: say `make setup`, which makes the clips anew.")
        begin, end = (int(second * RATE) for second in look.spoken)
        file.setpos(min(begin, file.getnframes()))
        samples = file.readframes(end - begin)
    return bytes(samples)[: len(samples) // (CHUNK * WIDTH) * CHUNK * WIDTH]


def has_turn(number: int, among: int, now: int) -> bool:
    """Whether the `number`th of `among` delegates talks at `now` (microseconds) when nobody has the floor: they take
    turns by the clock, so that they need not talk to each other to avoid talking at once."""
    return now // 1_000_000 // TURN_S % max(among, 1) == number


@dataclass(slots=True)
class Voice:
    """Plays `samples` in a loop; it goes on where it stopped."""

    samples: bytes
    place: int = 0

    def chunk(self, *, is_speaking: bool) -> bytes:
        """The next tenth of a second: words or silence."""
        size = CHUNK * WIDTH
        if not is_speaking:
            return bytes(size)
        piece = self.samples[self.place : self.place + size]
        self.place = (self.place + size) % len(self.samples)
        return piece
