import numpy as np
import pytest

from incamera.media.programme import overlay
from incamera.media.programme.compose import Composed, Composer
from incamera.media.programme.layout import Layout
from incamera.media.programme.orders import Floor, Name
from incamera.media.programme.picture import Picture, of_frame
from tests.e2e.barcode import Luma
from tests.media.programme.drawn import coded
from tests.media.programme.outside import mark_in, marks_anywhere

NAMES = {
    "a": Name("Anselka Dravic", "President", "Valdoria", ("#1f3f78", "#ffffff")),
    "b": Name("Edmar Quillane", "Prime Minister", "Estmere", ("#7d2233",)),
}
SIZES = [(640, 360), (320, 180), (1280, 720)]


def luma(composed: Composed, number: int = 0) -> Luma:
    return of_frame(composed.frames[number]).y


def compose(floor: Floor, pictures: dict[tuple[str, bool], Picture], composer: Composer | None = None) -> Composed:
    return (composer or Composer()).compose(floor, lambda who, is_screen: pictures.get((who, is_screen)))


@pytest.mark.parametrize("size", SIZES)
def test_speakers_are_seen_in_both_renditions_and_others_are_not(size: tuple[int, int]) -> None:
    pictures = {("a", False): coded(1, 9, *size), ("b", False): coded(2, 9, *size), ("c", False): coded(3, 9, *size)}
    composed = compose(Floor(("b", "a"), names=NAMES), pictures)
    assert not composed.is_still
    for number in (0, 1):
        assert mark_in(luma(composed, number), 0, 0.25, 0.5, 0.5) == 2
        assert mark_in(luma(composed, number), 0.5, 0.25, 0.5, 0.5) == 1
        assert 3 not in marks_anywhere(luma(composed, number))


def test_nothing_of_a_state_stays_when_the_next_one_comes() -> None:
    composer = Composer()
    both = {("a", False): coded(1, 9), ("b", False): coded(2, 9)}
    fresh = luma(compose(Floor(("a",), names=NAMES, item="Item"), both)).copy()
    for floor in (
        Floor(("a", "b"), names=NAMES),
        Floor(("b",), names=NAMES, item="Another and longer item"),
        Floor(("a", "b", "c", "d"), Layout.ALL, NAMES, screen="b"),
        Floor(()),
    ):
        compose(floor, both | {("b", True): coded(4, 9)}, composer)
    assert np.array_equal(luma(compose(Floor(("a",), names=NAMES, item="Item"), both, composer)), fresh)


def test_who_has_no_picture_has_a_card_and_a_screen_without_one_is_left_out() -> None:
    composed = compose(Floor(("a", "b"), names=NAMES, screen="b"), {("a", False): coded(1, 9)})
    assert not composed.is_still
    assert mark_in(luma(composed), 0, 0.25, 0.5, 0.5) == 1
    card = luma(composed)[180:540, 640:]
    assert card.max() > 200, "the name can be read"
    assert np.median(card) < 50
    assert compose(Floor(("a", "b"), names=NAMES), {}).is_still
    assert compose(Floor(), {}).is_still
    assert compose(Floor(("x",)), {}).is_still, "nobody told the name"


def test_frames_are_not_written_to_while_an_encoder_looks_ahead() -> None:
    composer = Composer()
    frames = [compose(Floor(), {}, composer).frames[0] for _ in range(7)]
    assert len({id(frame) for frame in frames}) == 7


@pytest.mark.parametrize("width", [1280, 640, 426, 320])
def test_the_longest_names_stay_within_their_plate(width: int) -> None:
    name = Name("Maximiliane Wolkenstein-Trostburg zu Rodenegg " * 3, "Plenipotentiary " * 20, "Estmere", ("#7d2233",))
    short = overlay.plate(name, width)
    assert (short.width, short.height % 2) == (width, 0)
    assert short.y[:, -4:].max() < 120, "nothing is written up to the edge"
    assert overlay.item_strip("a" * 400, 600).width <= 600
    assert overlay.card(name, width, width * 9 // 16 // 2 * 2).width == width


@pytest.mark.parametrize(
    "text", ["Łukasz Żółć", "Иван Ωμέγα", "Đặng Thị Ñandú", "O\N{RIGHT SINGLE QUOTATION MARK}Neil"]
)
def test_the_face_has_the_letters_of_the_names(text: str) -> None:
    face = overlay.font(overlay._SANS, 24)
    missing = face.getmask("\uffff").getbbox(), bytes(face.getmask("\uffff"))
    drawn = [(face.getmask(c).getbbox(), bytes(face.getmask(c))) for c in text if not c.isspace()]
    assert missing not in drawn
