# What people do here. `make check` is what CI runs.
PYTHON ?= python
SOURCES = graph_core nodes plugins tests

.PHONY: setup check lint types imports test test-gpu docs docs-check bench soak screenshots demo

setup:
	$(PYTHON) -m pip install -e ".[dev,editor]" -e plugins/mediapipe_faces -e plugins/performer
	pre-commit install

check: lint types imports docs-check test

lint:
	ruff check $(SOURCES)
	ruff format --check $(SOURCES)
	codespell graph_core nodes plugins projects tests README.md CHANGELOG.md

types:
	mypy graph_core nodes/graph_nodes plugins/mediapipe_faces/graph_plugin_mediapipe_faces \
		plugins/performer/graph_plugin_performer

imports:
	lint-imports

test:
	$(PYTHON) -m pytest -q

test-gpu:
	$(PYTHON) -m pytest -q --device cuda

docs:
	semblance nodes --plugin standard --markdown > nodes/README.md

docs-check:
	semblance nodes --plugin standard --markdown | diff -q - nodes/README.md

screenshots:
	$(PYTHON) tests/editor/screenshots.py

soak:
	$(PYTHON) tests/editor/soak.py

bench:
	$(PYTHON) tests/bench

demo:
	for project in projects/*.json; do semblance render $$project || exit 1; done
	semblance edit
