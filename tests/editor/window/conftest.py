"""Windows for tests: one display for all of them, one window for each."""

import pytest
from editor_window import Display, Window, missing_tools


def pytest_collection_modifyitems(items):
    reason = missing_tools()
    for item in items:
        if reason and "/editor/window/" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def display():
    """A virtual display."""
    pytest.importorskip("dearpygui", reason="needs the editor: pip install 'semblance[editor]'")
    display = Display()
    yield display
    display.close()


@pytest.fixture
def open_window(display, tmp_path):
    """Open the editor: `open_window("project.json")`; it is closed at the end of the test."""
    windows = []

    def open_it(*arguments):
        windows.append(Window(display, tmp_path, *arguments))
        return windows[-1]

    yield open_it
    for window in windows:
        window.close()
