"""The worker's end of the benchmark's protocol, for contestants in Python.

A contestant is a class with a constructor (variant, work, data, threads), name(), train(), infer() and output();
the constructor raises NotImplementedError for work it cannot do.
"""
import gc
import json
import os
import sys
import time

import numpy

MARK = "bench: "


class Data:
    """Initial weights and images, the same for every contestant; the coordinator wrote them."""

    def __init__(self, folder, model):
        with open(os.path.join(folder, "data.json")) as file:
            content = json.load(file)
        values = numpy.fromfile(os.path.join(folder, "data.f32"), dtype="<f4")
        at = 0
        self.parameters = []
        for tensor in content["parameters"]:
            size = int(numpy.prod(tensor["shape"]))
            self.parameters.append(values[at:at + size].reshape(tensor["shape"]))
            at += size
        shape = [content["images"]] + content["row"]
        size = int(numpy.prod(shape))
        self._clean = values[at:at + size].reshape(shape)
        self._noisy = values[at + size:at + 2 * size].reshape(shape)
        self._model = model
        self._images = content["images"]

    def batches(self, batch):
        return min(max(self._images // batch, 1), 10)

    def _rows(self, images, index, batch):
        return images[(index * batch + numpy.arange(batch)) % self._images]

    def clean(self, index, batch):
        return self._rows(self._clean, index, batch)

    def input(self, index, batch):
        return self._rows(self._noisy if self._model == "DENOISE" else self._clean, index, batch)


def serve(contestant_class):
    """Arguments of the process: the variant and the number of threads."""
    variant, threads = sys.argv[1], int(sys.argv[2])
    contestant, work = None, None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            command = request["command"]
            if command == "OPEN":
                contestant = None
                gc.collect()
                work = request["work"]
                contestant = contestant_class(variant, work, Data(request["data"], work["model"]), threads)
                reply = {"name": contestant.name(), "planned": 0}
            elif command == "GO":
                reply = go(contestant, work, request["count"])
            else:
                reply = {"output": [float(value) for value in contestant.output()]}
        except NotImplementedError as error:
            reply = {"unsupported": str(error)}
        except Exception as error:
            reply = {"failure": type(error).__name__ + ": " + str(error)}
        print(MARK + json.dumps(reply), flush=True)


def go(contestant, work, count):
    losses, clock = [], []
    processor = time.process_time()
    for _ in range(count):
        begin = time.perf_counter()
        if work["task"] == "TRAIN":
            losses.append(contestant.train())
        else:
            contestant.infer()
        clock.append((time.perf_counter() - begin) * 1e3)
    return {"losses": losses, "clock": clock, "processor": (time.process_time() - processor) * 1e3}
