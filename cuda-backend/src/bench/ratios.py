"""How many times as fast as PyTorch a training step is, and whether the targets are reached.

    python ratios.py FOLDER

reads benchmark.json, pytorch.json, epoch.json and training.json of a run of gpu-check.sh, as far as they are there,
prints a table and writes ratios.txt and ratios.json beside them. PyTorch's time is that of its faster layout.
"""

import json
import pathlib
import sys

# Ours and theirs that do the same arithmetic.
PRECISIONS = (("strict", "float32"), ("fast", "TF32"), ("mixed", "bf16"))
MODES = ("eager", "compiled", "compiled with CUDA graphs", "compiled, the step one CUDA graph")


def read(folder, name):
    path = folder / name
    return json.loads(path.read_text()) if path.exists() and path.stat().st_size else None


def ours(benchmark, model, batch, arithmetic):
    for each in benchmark or []:
        words = each["way"].split(", ")
        if (each["model"], each["batch"]) == (model, batch) and words[:3] == ["graph", arithmetic, "batch resident"] \
                and words[3] == "fusion neighbours":
            return each
    return None


def theirs(pytorch, model, batch, mode, precision):
    times = [each["medianMicros"] for each in (pytorch or {}).get("results", [])
             if (each["model"], each["batch"], each["mode"], each["precision"]) == (model, batch, mode, precision)]
    return min(times, default=None)


def verdict(reached):
    return {True: "reached", False: "not reached", None: "not measured"}[reached]


def main():
    folder = pathlib.Path(sys.argv[1])
    benchmark, pytorch = read(folder, "benchmark.json"), read(folder, "pytorch.json")
    lines, rows, targets = [], [], []
    for model, batch in sorted({(each["model"], each["batch"]) for each in benchmark or []},
                               key=lambda each: (each[1], each[0] != "denoising")):
        lines.append(f"{model}, batch {batch}")
        lines.append(f"  {'':10}{'Hourglass µs':>14}   PyTorch µs (times as long as ours): " + ", ".join(MODES))
        for arithmetic, precision in PRECISIONS:
            own = ours(benchmark, model, batch, arithmetic)
            times = [theirs(pytorch, model, batch, mode, precision) for mode in MODES]
            micros = own and own["medianMicros"]
            ratios = [round(time / micros, 2) if time and micros else None for time in times]
            lines.append(f"  {precision:10}{micros or '-':>14}   " + "   ".join(
                f"{time or '-':>9} ({ratio or '-'})" for time, ratio in zip(times, ratios)))
            rows.append({"model": model, "batch": batch, "precision": precision, "hourglassMicros": micros,
                         "pytorch": dict(zip(MODES, times)), "ratios": dict(zip(MODES, ratios))})
    for row in rows:
        name, ratios = f"{row['model']}, batch {row['batch']}, {row['precision']}", row["ratios"]
        if row["precision"] == "float32" and row["batch"] == 128:
            targets += [(f"{name}: 5 times as fast as eager", ratios["eager"], 5),
                        (f"{name}: 1.3 times as fast as compiled with CUDA graphs", ratios[MODES[2]], 1.3)]
        if row["precision"] == "bf16" and row["batch"] == 4096:
            targets.append((f"{name}: 1.2 times as fast as compiled", ratios["compiled"], 1.2))
    judged = [{"target": text, "found": found, "reached": None if found is None else found >= least}
              for text, found, least in targets]
    for name, key, most, text in (("epoch", "fastestEpochSeconds", 0.1, "an epoch of the denoiser in 0.1 s"),
                                  ("training", "secondsFromProcessStart", 5,
                                   "20 epochs of the compressor, tested, in 5 s from the start of the process")):
        found = (read(folder, f"{name}.json") or {}).get(key)
        judged.append({"target": text, "found": found, "reached": None if found is None else found < most})
    cpu = [each["enqueueMicros"] for each in benchmark or []
           if each is ours(benchmark, each["model"], each["batch"], "strict")]
    judged.append({"target": "the CPU's part of a replayed step below 10 µs", "found": max(cpu, default=None),
                   "reached": max(cpu) < 10 if cpu else None})
    lines += ["", "Targets"] + [f"  {each['target']}: {each['found']}, {verdict(each['reached'])}" for each in judged]
    text = "\n".join(lines)
    print(text)
    (folder / "ratios.txt").write_text(text + "\n")
    (folder / "ratios.json").write_text(json.dumps(
        {"hourglass": "benchmark.json", "pytorch": pytorch and f"{pytorch['system']} on {pytorch['device']}",
         "table": rows, "targets": judged}, indent=1) + "\n")


main()
