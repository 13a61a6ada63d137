"""Run one of the networks that MediaPipe's wheel carries on pictures of its own size."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_core import ExecutionError

__all__ = ["Network", "NetworkFile", "quiet"]

_NOISE = re.compile(rb"(INFO: |WARNING: All log messages before absl|[IW]\d{4,} )")
_QUIET = threading.Lock()

# One node after the other in the calling thread: nothing is left running between two calls.
_GRAPH = """
input_stream: "image"
executor {{ name: "" type: "ApplicationThreadExecutor" }}
node {{
  calculator: "TfLiteCustomOpResolverCalculator"
  output_side_packet: "OP_RESOLVER:operations"
}}
node {{
  calculator: "ImageToTensorCalculator"
  input_stream: "IMAGE:image"
  output_stream: "TENSORS:pixels"
  options {{ [mediapipe.ImageToTensorCalculatorOptions.ext] {{
    output_tensor_width: {size} output_tensor_height: {size}
    output_tensor_float_range {{ min: {black} max: 1 }}
  }} }}
}}
node {{
  calculator: "InferenceCalculatorCpu"
  input_stream: "TENSORS:pixels"
  output_stream: "TENSORS:results"
  input_side_packet: "OP_RESOLVER:operations"
  options {{ [mediapipe.InferenceCalculatorOptions.ext] {{
    model_path: "{path}" delegate {{ xnnpack {{ num_threads: 1 }} }}
  }} }}
}}
node {{
  calculator: "SplitTensorVectorCalculator"
  input_stream: "results"
  {splits}
  options {{ [mediapipe.SplitVectorCalculatorOptions.ext] {{ {ranges} }} }}
}}
"""
_FLOATS = """
node {{
  calculator: "TensorsToFloatsCalculator"
  input_stream: "TENSORS:tensor{number}"
  output_stream: "FLOATS:floats{number}"
}}
output_stream: "floats{number}"
"""


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """A network inside the wheel.

    Attributes:
        path: Below MediaPipe's `modules` folder.
        size: Width and height of the picture it takes.
        outputs: How many tensors it gives.
        black: What it wants black to be; white is 1.
    """

    path: str
    size: int
    outputs: int
    black: int = 0


class Network:
    """A loaded network. It may be called from one thread at a time."""

    def __init__(self, file: NetworkFile) -> None:
        """Load a network.

        Raises:
            ExecutionError: If MediaPipe is not installed as this plugin needs it.
        """
        self._file = file
        self._results: dict[str, NDArray[np.float32]] = {}
        self._count = 0
        with quiet():
            try:
                self._graph = self._start()
                self(np.zeros((file.size, file.size, 3), np.uint8))
            except (ImportError, RuntimeError, ValueError) as error:
                raise ExecutionError(
                    f"MediaPipe cannot run its network {file.path}: {error}",
                    hint="install the version this plugin names: pip install mediapipe==0.10.21",
                ) from error

    def _start(self) -> Any:
        import mediapipe
        from google.protobuf import text_format  # type: ignore[import-untyped]
        from mediapipe.calculators.core import split_vector_calculator_pb2  # noqa: F401 - makes its options known
        from mediapipe.calculators.tensor import (
            image_to_tensor_calculator_pb2,  # noqa: F401
            inference_calculator_pb2,  # noqa: F401
        )
        from mediapipe.framework.calculator_pb2 import CalculatorGraphConfig
        from mediapipe.python._framework_bindings.calculator_graph import CalculatorGraph

        file = self._file
        path = Path(mediapipe.__file__).parent / "modules" / file.path
        if not path.is_file():
            raise ImportError(f"{path} is missing")
        numbers = range(file.outputs)
        text = _GRAPH.format(
            size=file.size,
            black=file.black,
            path=path.as_posix(),
            splits=" ".join(f'output_stream: "tensor{number}"' for number in numbers),
            ranges=" ".join(f"ranges {{ begin: {number} end: {number + 1} }}" for number in numbers),
        ) + "".join(_FLOATS.format(number=number) for number in numbers)
        graph = CalculatorGraph(graph_config=text_format.Parse(text, CalculatorGraphConfig()))
        for number in numbers:
            graph.observe_output_stream(f"floats{number}", self._take)
        graph.start_run({})
        return graph

    def _take(self, name: str, packet: Any) -> None:
        from mediapipe.python.packet_getter import get_float_list

        self._results[name] = np.array(get_float_list(packet), np.float32)

    def __call__(self, rgb: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """Return the flattened result tensors for `rgb`: `(size, size, 3)`, sRGB 0..255."""
        from mediapipe.python._framework_bindings.image_frame import ImageFormat
        from mediapipe.python._framework_bindings.timestamp import Timestamp
        from mediapipe.python.packet_creator import create_image_frame

        self._count += 1
        self._results.clear()
        packet = create_image_frame(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        self._graph.add_packet_to_input_stream(stream="image", packet=packet, timestamp=Timestamp(self._count))
        self._graph.wait_until_idle()
        return [self._results[f"floats{number}"] for number in range(self._file.outputs)]

    def close(self) -> None:
        """Let go of the network."""
        self._graph.close_all_packet_sources()
        self._graph.wait_until_done()


@contextmanager
def quiet() -> Iterator[None]:
    """Keep MediaPipe's chatter about itself off the console; whatever else is written still arrives.

    It is written by C++ code, so the file descriptor has to be turned aside for a moment.
    """
    with _QUIET, tempfile.TemporaryFile() as caught:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            caught.seek(0)
            for line in caught:
                if not _NOISE.match(line):
                    os.write(2, line)
