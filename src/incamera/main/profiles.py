"""The profiles that come with the product."""

from importlib.resources import files

from incamera.rules.profile import Profile
from incamera.rules.profile_file import load_all


def load_profiles() -> dict[str, Profile]:
    """Every profile by id. Raises ProfileRefused."""
    folder = files("incamera.rules") / "profiles"
    return load_all(
        {
            file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".toml")
        }
    )
