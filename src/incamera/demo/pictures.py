"""Moving pictures of one delegate: composed and encoded once, then played without an encoder.

A stack of encoders would eat the two cores that a demonstration has, so each delegate sends a VP8 stream from a file.
"""

from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.video.frame import PictureType
from PIL import Image, ImageDraw, ImageFont

from incamera.demo.looks import LOOKS, Look

CLIPS: Final = Path(__file__).resolve().parents[3] / ".incamera" / "clips"
"""Where set-up puts the source clips; what is made of them is kept below it."""
WIDTH: Final = 640
HEIGHT: Final = 360
RATE: Final = 15
KEY_EVERY: Final = RATE
"""Pictures from one key picture to the next: whoever comes late waits a second at most."""
BITS: Final = 300_000
STRIP: Final = 30
"""Height of the strip with the name, in pixels."""
LONGEST: Final = 5 * RATE
"""Pictures taken of a clip. Played forwards and then backwards, they loop without a jump."""


class ClipMissing(Exception):
    """A source clip is not there; the text says what makes it."""


def require_clips(folder: Path) -> None:
    """Raises ClipMissing unless set-up has made the source clips."""
    for look in LOOKS:
        for source in (folder / f"{look.clip}.mjpeg", folder / f"{look.speech}.wav"):
            if not source.exists():
                raise ClipMissing(f"{source} is missing: say `make setup`, which makes the clips.")


def loop_file(folder: Path, look: Look, person: str, colours: tuple[str, ...]) -> Path:
    """The encoded loop (IVF, VP8) of `person`; made in `folder`/demo if it is not there yet."""
    source = folder / f"{look.clip}.mjpeg"
    recipe = repr((look, person, colours, source.stat().st_size, BITS, KEY_EVERY, LONGEST, STRIP))
    target = folder / "demo" / f"{sha256(recipe.encode()).hexdigest()[:16]}.ivf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(".half")
        _encode(_composed(source, look, person, colours), half)
        half.replace(target)
    return target


def access_units(path: Path) -> tuple[tuple[bytes, bool], ...]:
    """All pictures of a loop as encoded, each with whether it is a key picture."""
    with av.open(str(path), format="ivf") as file:
        return tuple((bytes(packet), packet.is_keyframe) for packet in file.demux(video=0) if packet.size)


def _composed(source: Path, look: Look, person: str, colours: tuple[str, ...]) -> Iterator[Image.Image]:
    strip = _strip(person, colours)
    pictures = [_framed(picture, look) for picture in _decoded(source)]
    for picture in (*pictures, *reversed(pictures)):
        picture.paste(strip, (0, 0))
        yield picture


def _decoded(source: Path) -> Iterator[Image.Image]:
    with av.open(str(source)) as file:
        for number, frame in enumerate(file.decode(video=0)):
            if number == LONGEST:
                return
            yield Image.fromarray(frame.to_ndarray(format="rgb24"))


def _framed(picture: Image.Image, look: Look) -> Image.Image:
    left, top, right, bottom = look.box
    part = (left * picture.width, top * picture.height, right * picture.width, bottom * picture.height)
    shown = picture.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=part)
    if look.is_mirrored:
        shown = shown.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    tinted = np.clip(np.asarray(shown) * np.array(look.tint), 0, 255).astype(np.uint8)
    return Image.fromarray(tinted)


def _strip(person: str, colours: tuple[str, ...]) -> Image.Image:
    """The name on dark ground after the delegation's colours: tells delegates apart even where their clip is the same."""
    strip = Image.new("RGB", (WIDTH, STRIP), "#0d1211")
    pen = ImageDraw.Draw(strip)
    for number, colour in enumerate(colours):
        pen.rectangle((number * 14, 0, number * 14 + 13, STRIP), fill=colour)
    pen.text((len(colours) * 14 + 10, STRIP // 2), person, fill="#eef3f0", font=ImageFont.load_default(18), anchor="lm")
    return strip


def _encode(pictures: Iterator[Image.Image], target: Path) -> None:
    """One stream in which every packet is one shown picture (no hidden reference) and key pictures come on the beat."""
    with av.open(str(target), "w", format="ivf") as out:
        stream = out.add_stream("libvpx", rate=RATE)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", BITS
        stream.gop_size = KEY_EVERY
        stream.options = {
            "deadline": "realtime", "cpu-used": "4", "lag-in-frames": "0", "auto-alt-ref": "0",
            "error-resilient": "default", "keyint_min": str(KEY_EVERY), "max-intra-rate": "400",
        }  # fmt: skip
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            frame.pict_type = PictureType.I if number % KEY_EVERY == 0 else PictureType.NONE
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
