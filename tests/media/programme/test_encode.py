"""What the encoders make, decoded again."""

from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from incamera.media.programme.encode import FASTER, SIZES, USUAL, Encoded, PictureEncoder, SoundEncoder
from incamera.media.programme.h264 import access_unit, codecs_of, config_record, nals
from incamera.media.programme.layout import Rect
from incamera.media.programme.picture import from_image, of_frame, paste
from incamera.media.programme.ring import Sound
from tests.e2e.barcode import picture, read_picture, read_tone, tone
from tests.media.programme.drawn import grey

pytestmark = pytest.mark.process

TICKS = [*range(60), 63, 64, 70, *range(96, 110)]


def encoded(number: int, ticks: list[int], preset: str = USUAL) -> tuple[PictureEncoder, list[Encoded]]:
    encoder, units = PictureEncoder(SIZES[number], 30, preset), []
    before = None
    size = SIZES[number]
    for tick in ticks:
        frame = av.VideoFrame(size.width, size.height, "yuv420p")
        paste(of_frame(frame), grey(picture(5, tick)), Rect(0, 0, size.width, size.height))
        units += encoder.encode(frame, tick, is_sync=before is None or tick // 48 != before // 48)
        before = tick
    return encoder, units + encoder.flush()


@pytest.mark.parametrize("number", [0, 1])
def test_every_picture_comes_out_once_in_order_and_says_its_tick(number: int) -> None:
    encoder, units = encoded(number, TICKS)
    assert [unit.tick for unit in units] == TICKS
    assert [unit.tick for unit in units if unit.is_sync] == [0, 48, 96]
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.extradata = encoder.config
    decoder.thread_count = 1
    read = []
    for unit in units:
        frames = decoder.decode(av.Packet(unit.data))
        assert len(frames) == 1, "a picture comes out as soon as it has gone in"
        read.append(read_picture(of_frame(frames[0]).y))
    assert read == [(5, tick) for tick in TICKS]


def test_presets_and_runs_have_the_same_parameter_sets_and_the_same_bytes() -> None:
    usual, units = encoded(1, list(range(50)))
    again, same = encoded(1, list(range(50)))
    faster, _ = encoded(1, [0], FASTER)
    assert usual.config == again.config == faster.config
    assert units == same
    assert codecs_of(usual.config) == "avc1.64001e"


def test_nothing_but_pictures_is_in_an_access_unit() -> None:
    _, units = encoded(1, [0, 1])
    for unit in units:
        at = 0
        while at < len(unit.data):
            size = int.from_bytes(unit.data[at : at + 4], "big")
            assert unit.data[at + 4] & 31 in {1, 5}
            at += 4 + size
        assert at == len(unit.data)


def test_byte_streams_are_taken_apart_whatever_their_start_codes() -> None:
    stream = b"\0\0\0\1\x67abc\0\0\1\x68d\0\0\0\1\x06sei\0\0\1\x65\0\0\3picture"
    assert nals(stream) == [b"\x67abc", b"\x68d", b"\x06sei", b"\x65\0\0\3picture"]
    assert access_unit(stream) == b"\0\0\0\x0b\x65\0\0\3picture"
    with pytest.raises(ValueError, match="one SPS"):
        config_record(b"\0\0\1\x67abc")


@pytest.mark.parametrize("first", [0, 7])
def test_units_of_sound_are_numbered_by_what_they_play(first: int) -> None:
    encoder = SoundEncoder(first)
    silence, (sound, _) = np.zeros(1024 * 20, np.float32), tone(3, 4, 1024 * 40, 0.0)
    units = []
    whole: Sound = np.concatenate((silence, sound.astype(np.float32) / 32_768)).astype(np.float32)
    for at in range(0, len(whole), 1600):
        units += encoder.encode(whole[at : at + 1600])
    units += encoder.flush()
    assert [number for number, _ in units] == list(range(first, first + len(units)))
    assert len(units) >= 60
    decoder: Any = av.CodecContext.create("aac", "r")
    decoder.extradata = encoder.config
    played = np.concatenate([f.to_ndarray()[0] for _, data in units for f in decoder.decode(av.Packet(data))])
    assert np.abs(played[: 1024 * 19]).max() < 0.01
    assert read_tone((played[1024 * 30 : 1024 * 32] * 32_767).astype(np.int16)) == (3, 4)
    begins = int(np.flatnonzero(np.abs(played) > 0.05)[0])
    assert abs(begins - 1024 * 20) < 300, "where the sound was put, there it plays"


def test_a_picture_of_any_size_fills_its_place_and_nothing_else() -> None:
    onto = of_frame(av.VideoFrame(1280, 720, "yuv420p"))
    for plane in onto.planes:
        plane[:] = 7
    for width, height in ((640, 360), (321, 181), (16, 16), (1280, 720)):
        paste(onto, grey(np.full((height, width), 200, np.uint8)), Rect(200, 100, 640, 360))
        assert (onto.y[100:460, 200:840] == 200).all()
        onto.y[100:460, 200:840] = 7
        onto.u[50:230, 100:420] = 7
        onto.v[50:230, 100:420] = 7
    assert all((plane == 7).all() for plane in onto.planes)


def test_turned_pictures() -> None:
    drawn = from_image(Image.new("RGB", (32, 16), "#ffffff"))
    drawn.y[:, :16] = 0
    turned = drawn.turned(90)
    assert (turned.width, turned.height) == (16, 32)
    assert turned.y[0, 0] == 0
    assert turned.y[31, 0] == 235
