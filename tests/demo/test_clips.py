"""What delegates send: made from small clips that the tests make themselves."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from incamera.demo import pictures, speech
from incamera.demo.looks import LOOKS, Look, look_of
from incamera.demo.pictures import ClipMissing, access_units, loop_file, require_clips
from incamera.demo.speech import Voice, has_turn, speech_of

pytestmark = pytest.mark.process

LOOK = Look("moving", (0.1, 0.0, 0.9, 0.8), True, (1.0, 0.9, 0.8), "talk", (0.05, 0.55))
COLOURS = ("#1f3f78", "#ffffff")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    with av.open(str(folder / "moving.mjpeg"), "w", format="mjpeg") as out:
        stream = out.add_stream("mjpeg", rate=15)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuvj420p"
        for number in range(15):
            shade = np.full((180, 320, 3), 40 + number * 8, np.uint8)
            frame = av.VideoFrame.from_ndarray(shade, format="rgb24").reformat(format="yuvj420p")
            frame.pts, frame.time_base = number, Fraction(1, 15)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with wave.open(str(folder / "talk.wav"), "wb") as file:
        file.setparams((1, 2, speech.RATE, 0, "NONE", ""))
        file.writeframes((np.arange(speech.RATE) % 1_000 + 1).astype("<i2").tobytes())
    return folder


def test_a_loop_is_vp8_in_which_every_packet_is_a_picture_and_every_second_begins_with_a_key(clips: Path) -> None:
    path = loop_file(clips, LOOK, "Ruta Halvane", COLOURS)
    units = access_units(path)
    assert [number for number, (_, is_key) in enumerate(units) if is_key] == [0, 15]
    with av.open(str(path)) as file:
        assert (file.streams.video[0].codec_context.name, sum(1 for _ in file.decode(video=0))) == ("vp8", len(units))
        assert (file.streams.video[0].width, file.streams.video[0].height) == (pictures.WIDTH, pictures.HEIGHT)


def test_a_loop_is_made_once_and_each_person_has_one(clips: Path) -> None:
    first = loop_file(clips, LOOK, "Ruta Halvane", COLOURS)
    made = first.stat().st_mtime_ns
    assert loop_file(clips, LOOK, "Ruta Halvane", COLOURS) == first
    assert first.stat().st_mtime_ns == made
    others = {loop_file(clips, LOOK, "Tomas Verrel", COLOURS), loop_file(clips, LOOK, "Ruta Halvane", ("#000000",))}
    assert len({access_units(path) for path in others | {first}}) == 3


def test_a_clip_that_is_missing_says_what_makes_it(tmp_path: Path) -> None:
    with pytest.raises(ClipMissing, match="say `make setup`"):
        require_clips(tmp_path)


def test_four_delegates_of_one_meeting_look_and_sound_different() -> None:
    looks = [look_of(number) for number in range(len(LOOKS))]
    assert len({(look.clip, look.box, look.is_mirrored, look.tint) for look in looks}) == len(looks)
    assert len({(look.speech, look.spoken) for look in looks}) == len(looks)


def test_a_voice_is_silent_out_of_turn_and_goes_on_where_it_stopped(clips: Path) -> None:
    samples = speech_of(clips, LOOK)
    size = speech.CHUNK * speech.WIDTH
    assert len(samples) == 5 * size
    voice = Voice(samples)
    heard = [voice.chunk(is_speaking=True), voice.chunk(is_speaking=False)]
    heard += [voice.chunk(is_speaking=True) for _ in range(5)]
    assert heard == [
        samples[:size],
        bytes(size),
        *(samples[at : at + size] for at in range(size, 5 * size, size)),
        samples[:size],
    ]


def test_exactly_one_of_them_has_the_turn_and_everybody_gets_it() -> None:
    turns = [[number for number in range(4) if has_turn(number, 4, second * 1_000_000)] for second in range(64)]
    assert all(len(turn) == 1 for turn in turns)
    assert {turn[0] for turn in turns} == {0, 1, 2, 3}
