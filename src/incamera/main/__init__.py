"""The composition root: the only place where features, adapters and settings meet."""

from incamera.main.api import app, create_app
from incamera.main.engines import Engines
from incamera.main.links import first_link, new_link
from incamera.main.profiles import load_profiles

__all__ = ["Engines", "app", "create_app", "first_link", "load_profiles", "new_link"]
