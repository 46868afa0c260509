"""Pictures are made once, and go with what they show."""

from __future__ import annotations

import gc
import weakref

import numpy as np

from fusion import Decision, FusionResult, FusionSettings, Photo
from fusion.completion import complete
from ui.document.fused import Fused, Source
from ui.pictures.gallery import Gallery


def photo(height: int = 8, width: int = 12) -> Photo:
    return Photo(np.arange(height * width, dtype=np.uint8).reshape(height, width))


def fused(decision: Decision | None, is_preview: bool = False) -> Fused:
    settings = complete(FusionSettings("average"))
    small = photo(4, 6) if is_preview else photo()
    result = FusionResult(small, decision, {}, "cpu", settings)
    return Fused(result, (Source(photo()), Source(photo())), (), None, is_preview)


def decision(height: int = 8, width: int = 12) -> Decision:
    sure = np.ones((height, width), np.float32)
    return Decision(np.zeros((height, width), np.uint8), sure, sure, 2)


def test_a_picture_is_made_once() -> None:
    gallery, source, result = Gallery(), Source(photo()), fused(decision())
    assert gallery.of_source(source) is gallery.of_source(source)
    assert gallery.of_result(result) is gallery.of_result(result)
    np.testing.assert_array_equal(gallery.of_source(source).levels[0], source.photo.pixels)


def test_a_picture_goes_with_its_source() -> None:
    gallery, source = Gallery(), Source(photo())
    picture = weakref.ref(gallery.of_source(source))
    del source
    gc.collect()
    assert picture() is None


def test_a_result_without_a_decision_has_no_maps() -> None:
    gallery = Gallery()
    assert gallery.of_result(fused(None)).maps is None
    assert gallery.of_result(fused(decision())).maps is not None


def test_a_preview_stands_for_a_picture_of_full_size() -> None:
    pictures = Gallery().of_result(fused(decision(4, 6), is_preview=True))
    assert pictures.maps is not None
    shown = (pictures.picture, pictures.maps.decision.pyramid, pictures.maps.confidence.pyramid)
    assert [(one.height, one.width) for one in shown] == [(8, 12)] * 3
    assert pictures.picture.levels[0].shape == (4, 6)
