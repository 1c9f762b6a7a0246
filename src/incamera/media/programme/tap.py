"""Pictures and sounds of subscribed tracks, taken where the engine's client hands them over: one listener for all streams.

The client's own streams each look at every event of every other and pass each through the event loop, with a copy: for
four people that is a tenth of a core. Here an event is looked at once, in the client's thread, and a picture stays in the
client's memory until nobody shows it any more. `ingest.py` is the only user. It leans on the client's inner names, so its
version is pinned and `tests/media/programme` runs on the real engine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from threading import Lock
from typing import Any, Final

import numpy as np
import structlog
from livekit import rtc
from livekit.rtc._ffi_client import FfiClient, FfiHandle
from livekit.rtc._proto import audio_frame_pb2, ffi_pb2, video_frame_pb2

from incamera.media.programme.picture import Picture, from_bytes
from incamera.media.programme.ring import Sound
from incamera.media.wire import AUDIO_HZ

SOUND_MS: Final = 20
_SCALE: Final = np.float32(1 / 32_768)
_TURNS: Final[dict[Any, int]] = {rtc.VideoRotation.VIDEO_ROTATION_90: 90, rtc.VideoRotation.VIDEO_ROTATION_180: 180,
                 rtc.VideoRotation.VIDEO_ROTATION_270: 270}  # fmt: skip
_log = structlog.get_logger(__name__)

See = Callable[[Picture], None]
Hear = Callable[[Sound], None]


class Stream:
    """A track that is being taken, until `close`."""

    def __init__(self, tap: Tap, handle: int) -> None:
        self._tap = tap
        self._handle = FfiHandle(handle)

    def close(self) -> None:
        """Nothing of it is handed over from now on."""
        self._tap.forget(self._handle.handle)
        self._handle.dispose()


class Tap:
    """The listener. `see` and `hear` are called in a thread of the client's and must be short. To be made in the loop."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seeing: dict[int, See] = {}
        self._hearing: dict[int, Hear] = {}
        self._queue = FfiClient.instance.queue.subscribe(filter_fn=self._take)

    def watch(self, track: rtc.Track, see: See) -> Stream:
        """Take a track's pictures."""
        wanted = ffi_pb2.FfiRequest()
        wanted.new_video_stream.track_handle = track._ffi_handle.handle  # noqa: SLF001
        wanted.new_video_stream.type = video_frame_pb2.VIDEO_STREAM_NATIVE
        wanted.new_video_stream.format = video_frame_pb2.I420
        wanted.new_video_stream.normalize_stride = True
        handle = FfiClient.instance.request(wanted).new_video_stream.stream.handle.id
        with self._lock:
            self._seeing[handle] = see
        return Stream(self, handle)

    def listen(self, track: rtc.Track, hear: Hear) -> Stream:
        """Take a track's sound, in pieces of SOUND_MS."""
        wanted = ffi_pb2.FfiRequest()
        wanted.new_audio_stream.track_handle = track._ffi_handle.handle  # noqa: SLF001
        wanted.new_audio_stream.type = audio_frame_pb2.AUDIO_STREAM_NATIVE
        wanted.new_audio_stream.sample_rate = AUDIO_HZ
        wanted.new_audio_stream.num_channels = 1
        wanted.new_audio_stream.frame_size_ms = SOUND_MS
        handle = FfiClient.instance.request(wanted).new_audio_stream.stream.handle.id
        with self._lock:
            self._hearing[handle] = hear
        return Stream(self, handle)

    def forget(self, handle: int) -> None:
        """Hand over nothing of this stream any more."""
        with self._lock:
            self._seeing.pop(handle, None)
            self._hearing.pop(handle, None)

    def close(self) -> None:
        """Stop listening."""
        FfiClient.instance.queue.unsubscribe(self._queue)

    def _take(self, event: ffi_pb2.FfiEvent) -> bool:
        """In place of the queue's filter: nothing is ever queued. An error must not leave, it would be taken for a yes."""
        try:
            match event.WhichOneof("message"):
                case "video_stream_event" if event.video_stream_event.HasField("frame_received"):
                    self._see(event.video_stream_event)
                case "audio_stream_event" if event.audio_stream_event.HasField("frame_received"):
                    self._hear(event.audio_stream_event)
        except Exception:  # noqa: BLE001 - told in the log, whatever it is
            _log.exception("programme_tap_broke")
        return False

    def _see(self, event: video_frame_pb2.VideoStreamEvent) -> None:
        received = event.frame_received
        memory = FfiHandle(received.buffer.handle.id)
        see = self._seeing.get(event.stream_handle)
        if see is None:
            memory.dispose()
            return
        info = received.buffer.info
        wide, high = (info.width + 1) // 2, (info.height + 1) // 2
        data: Any = (ctypes.c_uint8 * (info.width * info.height + 2 * wide * high)).from_address(info.data_ptr)
        data.memory = memory  # let go of with the last view of it
        picture, turn = from_bytes(data, info.width, info.height), _TURNS.get(received.rotation)
        see(picture if turn is None else picture.turned(turn))

    def _hear(self, event: audio_frame_pb2.AudioStreamEvent) -> None:
        frame = event.frame_received.frame
        memory = FfiHandle(frame.handle.id)
        hear = self._hearing.get(event.stream_handle)
        if hear is not None:
            info = frame.info
            data: Any = (ctypes.c_int16 * (info.num_channels * info.samples_per_channel)).from_address(info.data_ptr)
            hear(np.frombuffer(data, dtype=np.int16).astype(np.float32) * _SCALE)
        memory.dispose()
