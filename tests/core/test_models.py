"""Weights: only the very file the plugin was made with is loaded, and only once."""

import hashlib
import threading

import numpy as np
import pytest
import safetensors.numpy
import torch

from graph_core import Weights, WeightsError
from graph_core.models import Models


def scaler():
    """Make a network with one number."""
    network = torch.nn.Module()
    network.scale = torch.nn.Parameter(torch.zeros(1))
    return network


def kept(path, data, name="toy/1", **options):
    """Write a file and declare it as weights."""
    path.write_bytes(data)
    return Weights(name, hashlib.sha256(data).hexdigest(), "CC0-1.0", 0.1, path=path, **options)


@pytest.fixture
def scale():
    return safetensors.numpy.save({"scale": np.array([3.0], np.float32)})


def test_weights_are_loaded_into_the_network_ready_for_use(tmp_path, scale):
    network = Models(tmp_path).get(kept(tmp_path / "toy.safetensors", scale), scaler)
    assert network.scale.item() == 3.0
    assert not network.training


def test_many_threads_that_ask_at_once_get_one_network(tmp_path, scale):
    weights, models, built, found = kept(tmp_path / "toy.safetensors", scale), Models(tmp_path), [], []
    start = threading.Barrier(8)

    def build():
        built.append(1)
        return scaler()

    def ask():
        start.wait()
        found.append(models.get(weights, build))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert len(found) == 8 and len(set(map(id, found))) == 1


def test_two_trainings_of_one_name_are_two_networks(tmp_path, scale):
    other = safetensors.numpy.save({"scale": np.array([5.0], np.float32)})
    models = Models(tmp_path)
    first = models.get(kept(tmp_path / "a.safetensors", scale), scaler)
    second = models.get(kept(tmp_path / "b.safetensors", other), scaler)
    assert (first.scale.item(), second.scale.item()) == (3.0, 5.0)


def test_an_altered_file_is_refused(tmp_path, scale):
    weights = kept(tmp_path / "toy.safetensors", scale)
    weights.path.write_bytes(scale[:-1] + b"\x41")
    with pytest.raises(WeightsError, match=r"(?s)toy/1 are not the file.*hint: .*reinstall") as caught:
        Models(tmp_path).get(weights, scaler)
    assert caught.value.file == weights.path


def test_a_missing_file_is_named(tmp_path):
    weights = Weights("toy/1", "0" * 64, "CC0-1.0", 0.1, path=tmp_path / "gone.safetensors")
    with pytest.raises(WeightsError, match=r"(?s)toy/1 are missing.*hint: reinstall") as caught:
        Models(tmp_path).get(weights, scaler)
    assert caught.value.file == tmp_path / "gone.safetensors"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a pickle in a zip", b"\x80\x04.", b"\xff" * 64])
def test_what_is_no_safetensors_is_refused(tmp_path, data):
    with pytest.raises(WeightsError, match=r"(?s)toy/1 cannot be loaded.*hint: "):
        Models(tmp_path).get(kept(tmp_path / "toy.bin", data), scaler)


@pytest.mark.parametrize("arrays", [{"other": np.zeros(1, np.float32)}, {"scale": np.zeros((2, 2), np.float32)}])
def test_weights_of_another_network_are_refused(tmp_path, arrays):
    with pytest.raises(WeightsError, match=r"(?s)toy/1 cannot be loaded.*another version"):
        Models(tmp_path).get(kept(tmp_path / "toy.safetensors", safetensors.numpy.save(arrays)), scaler)


def test_a_failed_load_is_tried_again(tmp_path, scale):
    weights = kept(tmp_path / "toy.safetensors", scale)
    weights.path.unlink()
    models = Models(tmp_path)
    with pytest.raises(WeightsError):
        models.get(weights, scaler)
    weights.path.write_bytes(scale)
    assert models.get(weights, scaler).scale.item() == 3.0


@pytest.mark.parametrize("url", ["http://example.com/w", "file:///etc/passwd", "ftp://example.com/w"])
def test_only_https_is_fetched(tmp_path, url):
    weights = Weights("toy/1", "0" * 64, "CC0-1.0", 0.1, url=url)
    with pytest.raises(WeightsError, match=r"(?s)have the address.*hint: only https"):
        Models(tmp_path).get(weights, scaler)


def test_a_failed_fetch_says_how_to_do_it_by_hand(tmp_path):
    # Nothing listens on port 9 of this machine, so no network is needed to fail.
    weights = Weights("toy/1", "0" * 64, "CC0-1.0", 0.1, url="https://127.0.0.1:9/toy")
    with pytest.raises(WeightsError, match=r"(?s)could not be fetched.*hint: fetch https://127\.0\.0\.1:9/toy by hand"):
        Models(tmp_path / "weights").get(weights, scaler)
    assert not list(tmp_path.rglob("*.safetensors"))


def test_a_fetched_file_lies_in_the_folder_under_its_digest(tmp_path, scale):
    digest = hashlib.sha256(scale).hexdigest()
    (tmp_path / f"{digest}.safetensors").write_bytes(scale)
    weights = Weights("toy/1", digest, "CC0-1.0", 0.1, url="https://example.invalid/toy")
    assert Models(tmp_path).get(weights, scaler).scale.item() == 3.0
