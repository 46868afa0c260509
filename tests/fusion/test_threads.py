"""Work in bands gives what work on the whole picture gives, and errors come through."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from fusion.activity.activity_map import activity_map, gradient_energy
from fusion.threads import in_threads, over_bands, row_bands, with_halo
from models.running.threads import at_most_threads, thread_count, with_as_many_threads
from tests.made import texture


def test_bands_cover_every_row_once() -> None:
    for height, width in ((1, 1), (17, 5000), (4000, 6000), (5, 10**7)):
        rows = [row for part in row_bands(height, width) for row in range(part.start, part.stop)]
        assert rows == list(range(height))


def test_a_halo_ends_at_the_picture_s_edge() -> None:
    assert with_halo(slice(0, 16), 5, 100) == (slice(0, 21), slice(0, 16))
    assert with_halo(slice(32, 48), 5, 50) == (slice(27, 50), slice(5, 21))


@pytest.mark.parametrize("threads", ["1", "3"])
def test_an_error_in_a_band_is_raised(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    monkeypatch.setenv("PARFOCAL_THREADS", threads)
    assert thread_count() == int(threads)
    assert in_threads(abs, [-1, 2, -3]) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        over_bands(lambda rows: divmod(rows.start, 0), 100, 100)


@pytest.mark.parametrize("window", ["box", "gaussian"])
@pytest.mark.parametrize("radius", [1, 5, 20])
def test_activity_maps_do_not_show_the_bands(window: str, radius: int) -> None:
    """A picture wide enough for several bands, against its middle columns as one band."""
    grey = texture(60, 40_000, colour=False).astype(np.float32) / 255
    assert len(row_bands(*grey.shape)) > 1
    middle = slice(20_000, 20_400)
    whole = activity_map(gradient_energy(grey), radius, window)[:, middle]
    reach = 4 * radius + 10
    part = np.ascontiguousarray(grey[:, middle.start - reach : middle.stop + reach])
    assert len(row_bands(*part.shape)) == 1
    alone = activity_map(gradient_energy(part), radius, window)[:, reach:-reach]
    assert np.allclose(whole, alone, rtol=1e-4, atol=1e-6)


def test_a_limit_of_threads_goes_along_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARFOCAL_THREADS", "4")
    with at_most_threads(1):
        assert thread_count() == 1
        in_another = with_as_many_threads(thread_count)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(thread_count).result() == 4, "another thread has its own"
            assert pool.submit(in_another).result() == 1
            assert pool.submit(thread_count).result() == 4
    assert thread_count() == 4
    with at_most_threads(9):
        assert thread_count() == 4
