#!/usr/bin/env python3
"""Writes ExactValues.swift: arguments and the nearest doubles to the true values, from 60 digits and more of mpmath."""
import math
import pathlib
import random
import struct

import mpmath

mpmath.mp.dps = 400
random.seed(1)


def bits(x):
    return "0x%016X" % struct.unpack("<Q", struct.pack("<d", x))[0]


def spread(low, high, count):
    """Evenly in the exponent, both signs."""
    return [random.choice((-1, 1)) * random.uniform(1, 2) * 2.0 ** random.uniform(low, high) for _ in range(count)]


near_turns = [float(mpmath.mpf(k) * mpmath.pi / 2) for k in (1, 2, 3, 4, 5, 11, 355, 1000003, 2**19 + 7, 2**40 + 1)]
angles = spread(-30, 3, 60) + spread(3, 21, 60) + spread(21, 1000, 60) + near_turns + [5.319372648326541e255, 2.0**1023]
FUNCTIONS = {
    "exponential": (mpmath.exp, spread(-30, 3, 60) + [random.uniform(-745, 709.7) for _ in range(120)] + [709.78, -708.5, -740.0]),
    "naturalLogarithm": (mpmath.log, [abs(x) for x in spread(-1022, 1022, 100)] + [random.uniform(0.5, 2) for _ in range(80)]
                         + [math.nextafter(1, 2), math.nextafter(1, 0), 5e-324, 1e-310, math.sqrt(0.5), math.sqrt(2)]),
    "hyperbolicTangent": (mpmath.tanh, spread(-40, -1, 80) + spread(-3, 4.5, 120) + [0.625, 1.0, math.nextafter(1, 0), 21.99]),
    "sine": (mpmath.sin, angles),
    "cosine": (mpmath.cos, angles),
}
lines = ["// Written by make-exact-values.py: bits of an argument and of the double nearest to the function's true value.", "",
         "let exactValues: [String: [(UInt64, UInt64)]] = ["]
for name, (function, arguments) in FUNCTIONS.items():
    pairs = [f"({bits(x)}, {bits(float(function(mpmath.mpf(x))))})," for x in arguments]
    lines.append(f'  "{name}": [')
    lines += ["    " + " ".join(pairs[i:i + 2]) for i in range(0, len(pairs), 2)]
    lines.append("  ],")
lines.append("]")
lines.append("")
lines.append("/// y, x and the angle of the point (x, y).")
lines.append("let exactAngles: [(UInt64, UInt64, UInt64)] = [")
for _ in range(150):
    y, x = random.choice((-1, 1)) * random.uniform(1, 2) * 2.0 ** random.uniform(-6, 6), random.choice((-1, 1)) * random.uniform(1, 2) * 2.0 ** random.uniform(-6, 6)
    lines.append(f"  ({bits(y)}, {bits(x)}, {bits(float(mpmath.atan2(mpmath.mpf(y), mpmath.mpf(x))))}),")
lines.append("]")
pathlib.Path(__file__).with_name("ExactValues.swift").write_text("\n".join(lines) + "\n")
