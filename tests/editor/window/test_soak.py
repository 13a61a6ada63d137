"""The soak of `make soak`, for as long as a test may take."""

import subprocess
import sys
from pathlib import Path


def test_random_edits_do_no_harm():
    script = Path(__file__).parents[1] / "soak.py"
    ran = subprocess.run(
        [sys.executable, str(script), "--seconds", "20"], capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
