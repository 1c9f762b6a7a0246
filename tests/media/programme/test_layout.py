from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.layout import HEIGHT, TILES_MAX, WIDTH, Layout, Rect, Tile, arrange, fit

crowds = st.lists(st.text("abcdefgh", min_size=1, max_size=4), max_size=14, unique=True).map(tuple)
layouts = st.sampled_from(Layout)
screens = st.none() | st.just("s")


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(crowds, layouts, screens)
def test_tiles_are_even_lie_within_the_picture_and_never_overlap(
    who: tuple[str, ...], layout: Layout, screen: str | None
) -> None:
    tiles = arrange(who, layout, screen)
    for tile in tiles:
        r = tile.rect
        assert not [n for n in (r.x, r.y, r.width, r.height) if n % 2 or n < 0]
        assert r.x + r.width <= WIDTH
        assert r.y + r.height <= HEIGHT
    assert not [(a, b) for n, a in enumerate(tiles) for b in tiles[:n] if overlap(a.rect, b.rect)]


@given(crowds, layouts, screens)
def test_all_speakers_are_equal_and_stand_in_the_order_given(
    who: tuple[str, ...], layout: Layout, screen: str | None
) -> None:
    tiles = [tile for tile in arrange(who, layout, screen) if not tile.is_screen]
    assert [tile.identity for tile in tiles] == list(who[: len(tiles)])
    assert len({(tile.rect.width, tile.rect.height) for tile in tiles}) <= 1
    read = sorted(tiles, key=lambda tile: (tile.rect.y, tile.rect.x))
    assert read == tiles


@given(crowds, screens)
def test_as_many_are_shown_as_the_layout_says(who: tuple[str, ...], screen: str | None) -> None:
    most = 4 if screen else TILES_MAX
    shown = {layout: len([t for t in arrange(who, layout, screen) if not t.is_screen]) for layout in Layout}
    assert shown == {
        Layout.ONE: min(1, len(who)),
        Layout.TWO: min(2, len(who)),
        Layout.ALL: min(most, len(who)),
        Layout.AUTO: min(most, len(who)),
    }


def test_the_layouts_of_the_specification() -> None:
    assert arrange(("a",), Layout.AUTO) == (Tile("a", Rect(0, 0, 1280, 720)),)
    assert [t.rect for t in arrange(("a", "b"), Layout.AUTO)] == [Rect(0, 180, 640, 360), Rect(640, 180, 640, 360)]
    assert [t.rect for t in arrange(tuple("abc"), Layout.ALL)][2] == Rect(320, 360, 640, 360)
    assert [(t.rect.width, t.rect.height) for t in arrange(tuple("abcdef"), Layout.ALL)] == [(426, 238)] * 6
    shared = arrange(("a", "b"), Layout.AUTO, "b")
    assert shared[0] == Tile("b", Rect(0, 0, 960, 720), is_screen=True)
    assert arrange((), Layout.AUTO, "b") == (Tile("b", Rect(0, 0, 1280, 720), is_screen=True),)


@given(st.integers(16, 4000), st.integers(16, 4000), st.integers(8, 640), st.integers(8, 360))
def test_a_source_fits_whole_in_its_shape_into_the_middle(width: int, height: int, half: int, high: int) -> None:
    rect = Rect(0, 0, 2 * half, 2 * high)
    inner = fit(width, height, rect)
    assert not [n for n in (inner.x, inner.y, inner.width, inner.height) if n % 2]
    assert inner.x + inner.width <= rect.width
    assert inner.y + inner.height <= rect.height
    assert min(inner.width, inner.height) >= 2
    assert inner.width >= rect.width - 2 or inner.height >= rect.height - 2
    shape = inner.width * height / (inner.height * width)
    assert min(inner.width, inner.height) < 100 or abs(shape - 1) < 0.05
