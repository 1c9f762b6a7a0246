import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.loudness import Meter
from incamera.media.programme.mix import AHEAD, CEILING, GAIN_DB, TARGET_LUFS, Leveller, Limiter, sum_of
from incamera.media.programme.ring import Sound

TICK = 1600


def ticks(sound: Sound) -> list[Sound]:
    return [sound[at : at + TICK] for at in range(0, len(sound), TICK)]


def tone(db: float, seconds: float, hz: float = 997.0) -> Sound:
    at = np.arange(int(48_000 * seconds)) / 48_000
    return (10 ** (db / 20) * np.sin(2 * np.pi * hz * at)).astype(np.float32)


def levelled(sound: Sound) -> Sound:
    meter, leveller, limiter = Meter(), Leveller(), Limiter()
    out = []
    for piece in ticks(sound):
        for loudness in meter.measure(piece):
            leveller.hear(loudness)
        out.append(limiter.limit(leveller.level(piece)))
    return np.concatenate(out)


def loudness_of(sound: Sound) -> float:
    meter = Meter()
    return [value for piece in ticks(sound) for value in meter.measure(piece)][-1]


@pytest.mark.parametrize("db", [-3.0, -10.0, -30.0, -34.0])
def test_loud_and_quiet_speakers_come_out_at_the_target(db: float) -> None:
    assert loudness_of(levelled(tone(db, 12))) == pytest.approx(TARGET_LUFS, abs=0.5)


def test_background_is_not_made_louder_and_a_pause_changes_nothing() -> None:
    assert loudness_of(levelled(tone(-60, 6))) == pytest.approx(-63, abs=0.5)  # a sine has 3 LU less than its peak
    spoken = tone(-10, 6)
    after = levelled(np.concatenate((spoken, tone(-55, 4), spoken)))[-4 * 48_000 :]
    assert loudness_of(after) == pytest.approx(TARGET_LUFS, abs=0.5)


@given(st.lists(st.floats(-100, 40), max_size=60))
def test_the_gain_stays_within_its_bounds_and_moves_without_steps(heard: list[float]) -> None:
    leveller = Leveller()
    for value in heard:
        leveller.hear(value)
        before = leveller.gain_db
        out = leveller.level(np.ones(TICK, np.float32))
        assert GAIN_DB[0] <= leveller.gain_db <= GAIN_DB[1]
        assert abs(leveller.gain_db - before) <= 0.2 + 1e-9
        assert np.abs(np.diff(out)).max() < 1e-3


@given(st.integers(0, 2**32 - 1), st.floats(0, 8), st.sampled_from([480, 960, 1600, 1920]))
def test_nothing_passes_the_ceiling_and_what_is_below_is_not_touched(seed: int, loud: float, size: int) -> None:
    noise = (np.random.default_rng(seed).standard_normal(9_600) * loud).astype(np.float32)
    limiter = Limiter()
    out = np.concatenate([limiter.limit(noise[at : at + size]) for at in range(0, len(noise), size)])
    assert len(out) == len(noise)
    assert float(np.abs(out).max()) <= CEILING * 1.0001
    quiet = (noise / (20 * max(1.0, float(np.abs(noise).max())))).astype(np.float32)
    limiter = Limiter()
    same = np.concatenate([limiter.limit(quiet[at : at + size]) for at in range(0, len(quiet), size)])
    delay = AHEAD + 6
    assert np.array_equal(same[delay:], quiet[:-delay])


def test_the_true_peak_between_the_samples_is_held_too() -> None:
    at = np.arange(48_000) / 48_000
    between = (1.2 * np.sin(2 * np.pi * 12_000 * at + np.pi / 4)).astype(np.float32)  # sampled at 0.85 of its peak
    assert np.abs(between).max() < CEILING
    limiter = Limiter()
    out = np.concatenate([limiter.limit(piece) for piece in ticks(between)])
    assert np.abs(out[9_600:]).max() * np.sqrt(2) < 10 ** (-0.5 / 20)


def test_the_sum_of_nobody_is_silence() -> None:
    assert not sum_of([], 5).any()
    assert sum_of([np.ones(3, np.float32)] * 2, 3).tolist() == [2, 2, 2]
