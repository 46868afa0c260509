"""What the window can do beyond opening, fusing and saving: one file a feature."""

from __future__ import annotations

from collections.abc import Callable

from ui.features.feature import Feature, Parts
from ui.features.follow_theme import FollowTheme
from ui.features.messages import Messages
from ui.features.notice import Notice
from ui.features.palette import Palette

FEATURES: tuple[Callable[[Parts], Feature], ...] = (FollowTheme, Messages, Notice, Palette)
"""Makes each feature from the parts of the window, in the order of their entries in the menus."""
