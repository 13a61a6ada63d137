"""A detector of real faces finds the performer, and its landmarks sit where the truth says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from graph_plugin_performer._person.measures import draw_identity
from graph_plugin_performer._truth.landmarks import face_of
from graph_plugin_performer.take import Studio, Take

from graph_core import Image, Registry

pytest.importorskip("mediapipe")
pytestmark = pytest.mark.filterwarnings("ignore")
SEEDS = range(10_000, 10_006)


def test_frontal_faces_are_found_where_they_are(make: Any, context: Any) -> None:
    import torch

    detect = Registry.load().node("mediapipe.detect")
    node, studio, errors = detect(), Studio(1), []
    for seed in SEEDS:
        take: Take = make(side=256, background=seed).played_by(draw_identity(seed))
        frame = studio.film(take)
        found = node.process(Image(torch.from_numpy(frame.picture)), ctx=context(node))
        assert len(found) == 1, f"seed {seed} is not found"
        seen, true = found.faces[0].landmarks478[:, :2], face_of(frame).faces[0].landmarks478[:, :2]
        between = np.linalg.norm(true[468] - true[473])
        errors.append(np.linalg.norm(seen - true, axis=1).mean() / between)
    assert np.mean(errors) < 0.04
