import os
import subprocess
import sys

import numpy as np
import pytest
from graph_plugin_mediapipe_faces._mesh import MESH, combine
from graph_plugin_mediapipe_faces._network import Network, NetworkFile, quiet

from graph_core import ExecutionError


def test_a_network_answers_with_tensors_of_the_sizes_it_declares():
    network = Network(MESH)
    sizes = [len(part) for part in network(np.zeros((192, 192, 3), np.uint8))]
    network.close()
    assert sizes == [468 * 3, 80 * 2, 71 * 2, 71 * 2, 5 * 2, 5 * 2, 1]


def test_a_network_that_is_missing_is_explained():
    with pytest.raises(ExecutionError, match=r"nothing\.tflite") as error:
        Network(NetworkFile("nothing.tflite", 8, 1))
    assert "mediapipe==0.10.21" in error.value.hint


def test_loading_a_network_writes_nothing_to_the_console():
    script = (
        "from graph_plugin_mediapipe_faces._mesh import MESH\n"
        "from graph_plugin_mediapipe_faces._network import Network\n"
        "Network(MESH).close()"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_only_the_chatter_is_kept_back(capfd):
    with quiet():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\nE0000 00:00:1 x.cc:1] out of memory\n")
        os.write(2, b"W0000 00:00:1 inference_feedback_manager.cc:114] Feedback manager requires\n")
    assert capfd.readouterr().err == "E0000 00:00:1 x.cc:1] out of memory\n"


def test_errors_arrive_and_the_console_is_restored(capfd):
    with pytest.raises(KeyError), quiet():
        os.write(2, b"why it failed\n")
        raise KeyError
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "why it failed\nafterwards\n"


def test_finer_answers_replace_the_coarse_ones():
    mesh = np.arange(468 * 3, dtype=np.float32)
    parts = [np.full(count * 2, -count, np.float32) for count in (80, 71, 71, 5, 5)]
    parts[3][:] = 7
    points, presence = combine([mesh, *parts, np.zeros(1, np.float32)])
    assert points[61].tolist() == [-80, -80, mesh[61 * 3 + 2]]
    assert points[33].tolist() == [-71, -71, mesh[33 * 3 + 2]]
    assert points[10].tolist() == mesh[30:33].tolist()
    # An iris has no depth of its own: it gets the mean of its lids'.
    lids = [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173]
    assert points[468].tolist() == [7, 7, pytest.approx(mesh.reshape(-1, 3)[lids, 2].mean())]
    assert presence == 0.5
