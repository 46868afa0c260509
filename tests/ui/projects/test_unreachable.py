"""Files of a project whose paths the system refuses to look at."""

from __future__ import annotations

from fusion import FusionSettings
from fusion.project import Project, ProjectSource
from ui.jobs.project_job import hashed


def test_a_path_that_the_system_refuses_is_no_fault() -> None:
    source = ProjectSource("a.png", "/" + "x" * 5000)
    project = Project((source,), (0,), FusionSettings(), False, None, (), None, {})
    assert hashed(project, lambda *_step: None).sources == (source,)
