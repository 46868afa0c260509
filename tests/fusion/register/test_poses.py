"""Joint poses: errors do not add up, and a wrong match is outvoted."""

from __future__ import annotations

import numpy as np

from fusion.register.poses import Link, solve_poses
from fusion.transform import corner_distance, inverse
from tests.made import similarity

SHAPE = (200, 280)


def truth_of(count):
    generator = np.random.default_rng(3)
    return [
        similarity(1 + 0.002 * n, turn=0.05 * n, shift=tuple(generator.normal(0, 2, 2)))
        for n in range(count)
    ]


def links_of(truth, offsets, error=0.0, sigma=0.1):
    generator = np.random.default_rng(4)
    links = []
    for offset in offsets:
        for first, matrix in enumerate(truth[:-offset]):
            wrong = similarity(shift=tuple(generator.normal(0, error, 2)))
            step = wrong @ truth[first + offset] @ inverse(matrix)
            links.append(Link(first, first + offset, step, sigma))
    return links


def largest_error(found, truth, reference):
    return max(
        corner_distance(matrix, frame @ inverse(truth[reference]), SHAPE)
        for matrix, frame in zip(found.matrices, truth, strict=True)
    )


def test_exact_links_give_exact_poses():
    truth = truth_of(9)
    found = solve_poses(links_of(truth, (1, 2)), 9, 4, "similarity", SHAPE)
    assert largest_error(found, truth, 4) < 1e-3
    assert np.array_equal(found.matrices[4], np.eye(3))


def test_wider_links_keep_errors_from_adding_up():
    truth = truth_of(25)
    chain = solve_poses(links_of(truth, (1,), 0.3), 25, 12, "similarity", SHAPE)
    joint = solve_poses(links_of(truth, (1, 2, 4, 8), 0.3), 25, 12, "similarity", SHAPE)
    assert largest_error(joint, truth, 12) < 0.6 * largest_error(chain, truth, 12)


def test_one_wrong_link_is_outvoted_and_seen():
    truth = truth_of(9)
    links = links_of(truth, (1, 2, 4))
    links[3] = Link(3, 4, similarity(shift=(25, 0)) @ links[3].matrix, 0.1)
    found = solve_poses(links, 9, 4, "similarity", SHAPE)
    assert largest_error(found, truth, 4) < 0.3
    assert found.closure[3] > 15


def test_a_frame_without_links_has_no_pose():
    truth = truth_of(4)
    links = [link for link in links_of(truth, (1,)) if 3 not in (link.first, link.second)]
    assert solve_poses(links, 4, 1, "similarity", SHAPE).matrices[3] is None
