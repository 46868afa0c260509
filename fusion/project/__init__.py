"""Projects: sources, registration, settings, recipes of results and strokes in one ``.parfocal``."""

from fusion.project.finding import Place, find_files
from fusion.project.project import Project, ProjectResult, ProjectSource
from fusion.project.project_file import ENDING, is_project, read_project, save_project

__all__ = [
    "ENDING",
    "Place",
    "Project",
    "ProjectResult",
    "ProjectSource",
    "find_files",
    "is_project",
    "read_project",
    "save_project",
]
