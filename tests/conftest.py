"""Options of the suite: where and in what numbers pictures are computed."""

import pytest
import torch


def pytest_addoption(parser):
    parser.addoption("--device", default="cpu", help="cpu, cuda or cuda:1")
    parser.addoption("--dtype", default="float32", choices=["float32", "float16"])


def pytest_collection_modifyitems(items):
    if torch.cuda.is_available():
        return
    for item in items:
        if "gpu" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no CUDA device"))


@pytest.fixture
def device(request):
    """Where to compute."""
    return request.config.getoption("--device")


@pytest.fixture
def dtype(request):
    """What numbers to compute with."""
    return request.config.getoption("--dtype")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Keep certificates and caches of the tests away from those of the person who runs them."""
    monkeypatch.setenv("SEMBLANCE_HOME", str(tmp_path_factory.getbasetemp() / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
