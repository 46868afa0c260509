"""What the window can do beyond opening, fusing and saving: one file a feature."""

from __future__ import annotations

from collections.abc import Callable

from ui.features.activity import ActivityFeature
from ui.features.all_methods import AllMethodsFeature
from ui.features.comparing import ComparingFeature
from ui.features.export import ExportFeature
from ui.features.feature import Feature, Parts
from ui.features.figures import FiguresFeature
from ui.features.follow_theme import FollowTheme
from ui.features.getting_in import GettingInFeature
from ui.features.loupe import LoupeFeature
from ui.features.messages import Messages
from ui.features.notice import Notice
from ui.features.open_in import OpenInFeature
from ui.features.palette import Palette
from ui.features.projects import ProjectsFeature
from ui.features.result_metrics import ResultMetricsFeature
from ui.features.results import ResultsFeature
from ui.features.second_opinion import SecondOpinionFeature
from ui.features.seeing import SeeingFeature

FEATURES: tuple[Callable[[Parts], Feature], ...] = (
    ResultsFeature, SecondOpinionFeature, ResultMetricsFeature, ProjectsFeature, GettingInFeature,
    ExportFeature, FiguresFeature, OpenInFeature, AllMethodsFeature, ComparingFeature, LoupeFeature,
    SeeingFeature, ActivityFeature, FollowTheme, Messages, Notice, Palette,
)  # fmt: skip
"""Makes each feature from the parts of the window, in the order of their entries in the menus."""
