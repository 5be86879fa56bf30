#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recordings - a made-up recording for each session of sql/demo/sessions.json.

  recordings.py SESSIONS DIRECTORY

Noise of a resting muscle, and louder noise where the session says that there was a
contraction. Writes DIRECTORY/SOURCE.csv, the same ones every time, and prints a line per
session and channel: SOURCE|CHANNEL|contractions that can be told apart.
"""
import json
import math
import random
import sys

REST = 2e-6
GAP = 0.4  # nearer than that, two contractions are one on the envelope


def bursts(session, channel):
    """Start, end and amplitude, in order; near ones are one."""
    merged = []
    for one in sorted(session["contractions"], key=lambda c: c["start_time"]):
        if one["channel"] != channel:
            continue
        start, end = one["start_time"], one["start_time"] + max(one["duration"], 0.5)
        if end > session["metadata"]["duration_s"]:
            continue
        if merged and start - merged[-1][1] < GAP:
            merged[-1][1] = end
        else:
            merged.append([start, end, 3e-4])
    return merged


def samples(session, channel, rng):
    rate = session["processing_parameters"]["sampling_rate_hz"]
    count = int(session["metadata"]["duration_s"] * rate)
    values = [rng.gauss(0, REST) for _ in range(count)]
    spans = bursts(session, channel)
    for start, end, amplitude in spans:
        first, last = int(start * rate), int(end * rate)
        for i in range(first, last):
            fade = min(1, 8 * math.sin(math.pi * (i - first) / (last - first)))
            values[i] += rng.gauss(0, amplitude) * fade
    return values, len(spans)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sessions = json.load(file)
    for session in sessions:
        source = session["metadata"]["source"]
        rng = random.Random(source)
        left, left_count = samples(session, 1, rng)
        right, right_count = samples(session, 2, rng)
        with open(f"{sys.argv[2]}/{source}.csv", "w", encoding="ascii") as file:
            file.write("CH1 Raw,CH2 Raw\n")
            file.writelines(f"{a:.6e},{b:.6e}\n" for a, b in zip(left, right))
        print(f"{source}|1|{left_count}\n{source}|2|{right_count}")


main()
