import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from incamera.media.programme.encode import SIZES, PictureEncoder
from incamera.media.programme.overlay import slate
from incamera.media.programme.slate import SENTENCES, encoded_still, write_slate

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slate")
    write_slate(folder)
    return folder


def test_the_manifest_names_every_unit_of_every_state(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["pictures"]) == {"begins_soon", "recess", "closed", "fault", "ended"}
    for spoken in manifest["pictures"].values():
        assert [len(rows) for rows in spoken["en"]] == [48, 48]
        for row in (row for rows in spoken["en"] for row in rows):
            data = (folder / row["file"]).read_bytes()[row["at"] : row["at"] + row["size"]]
            assert hashlib.sha256(data).hexdigest() == row["sha256"]
        assert [[rows[0]["at"], (folder / rows[0]["file"]).read_bytes()[4] & 31] for rows in spoken["en"]] == [
            [0, 5]
        ] * 2
    configs = [video["config"] for video in manifest["videos"]]
    assert configs == [PictureEncoder(size, 30).config.hex() for size in SIZES]
    assert manifest["audio"]["config"]
    assert len(manifest["audio"]["units"]) == 1


def test_the_same_picture_is_the_same_bytes() -> None:
    assert encoded_still("Words.", SIZES[1], 30) == encoded_still("Words.", SIZES[1], 30)


@pytest.mark.parametrize("state", SENTENCES)
def test_the_sentence_stands_between_the_ends_of_the_seam(state: str) -> None:
    drawn = slate(SENTENCES[state]["en"], 1280, 720)
    written = np.argwhere(drawn.y > 180)
    assert written[:, 0].min() > 720 * 0.4
    assert written[:, 0].max() < 720 * 0.6
    assert written[:, 1].min() > 1280 * 0.04
    assert written[:, 1].max() < 1280 * 0.96
    assert len({int(drawn.y[0, x]) for x in range(630, 650)}) >= 2, "a seam at the top"
    assert len({int(drawn.y[719, x]) for x in range(630, 650)}) >= 2, "and at the bottom"
