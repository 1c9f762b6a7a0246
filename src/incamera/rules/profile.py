"""An institution's rules as data: what a profile file says, checked, as values.

Everything here is pure: text in, `Profile` out, or `ProfileRefused` naming each fault. A meeting is never run on half a
profile. What the tables and keys mean is written in docs/profiles.md.
"""

from __future__ import annotations

from incamera.rules.announcement import AnnouncementIncomplete, render_announcement
from incamera.rules.profile_file import BASE, load_all, parse
from incamera.rules.profile_values import Ground, Keys, Notice, Phase, Profile, ProfileRefused

__all__ = [
    "BASE",
    "AnnouncementIncomplete",
    "Ground",
    "Keys",
    "Notice",
    "Phase",
    "Profile",
    "ProfileRefused",
    "load_all",
    "parse",
    "render_announcement",
]
