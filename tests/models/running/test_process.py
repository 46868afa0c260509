"""How a process ends while threads still work."""

from __future__ import annotations

import subprocess
import sys

WORKS_AT_THE_END = """
import threading
import time

import numpy as np
import openvino as ov
from openvino import opset8

from models.running.process import end_process

data = opset8.parameter([1, 8, 200, 200], np.float32)
kernel = opset8.constant(np.ones((8, 8, 9, 9), np.float32))
layer = opset8.convolution(data, kernel, [1, 1], [4, 4], [4, 4], [1, 1])
network = ov.Core().compile_model(ov.Model([layer], [data]), "CPU")
pixels = np.ones((1, 8, 200, 200), np.float32)


def work():
    while True:
        network(pixels)


class TakesTimeToGo:
    def __del__(self):
        time.sleep(0.3)


window = TakesTimeToGo()
threading.Thread(target=work, daemon=True).start()
time.sleep(0.1)
print("all is done")
end_process(3)
"""


def test_a_network_that_still_works_does_not_abort_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", WORKS_AT_THE_END], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (3, "all is done\n"), done.stderr
