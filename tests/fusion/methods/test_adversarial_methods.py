"""``fusiongan`` and ``ufgan``: what they say of themselves, and what only they can be asked."""

import numpy as np
import pytest

from fusion import FusionSettings, fuse, methods
from fusion.contracts import FROM_DESCRIPTION
from fusion.methods.infrared_visible.fusiongan import FusionGanParameters
from tests.made import infrared_pair


@pytest.mark.parametrize("name", ["fusiongan", "ufgan"])
def test_they_say_that_they_were_made_from_the_description(name: str) -> None:
    assert methods()[name].checked == FROM_DESCRIPTION
    assert methods()[name].weakness


def test_the_published_statistics_are_those_of_the_picture_and_the_record_says_so() -> None:
    results = {}
    for statistics in ("training", "picture"):
        settings = FusionSettings("fusiongan", FusionGanParameters(statistics), "cpu")
        result = fuse(list(infrared_pair()), settings)
        assert result.record is not None
        assert f'"statistics": "{statistics}"' in result.record.to_json()
        results[statistics] = result.photo.pixels
    assert not np.array_equal(results["training"], results["picture"])


@pytest.mark.parametrize("name", ["fusiongan", "ufgan"])
def test_exchanged_roles_give_another_picture(name: str) -> None:
    infrared, visible = infrared_pair(colour=False)
    one = fuse([infrared, visible], FusionSettings(name, device="cpu", roles="given"))
    other = fuse([visible, infrared], FusionSettings(name, device="cpu", roles="given"))
    assert not np.array_equal(one.photo.pixels, other.photo.pixels)
