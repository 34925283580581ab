#!/usr/bin/env python3
"""Writes the market of this example: spot prices of four days, and what is known about the types. The same seed, the same files."""
import csv
import math
import pathlib
import random

SEED = 2018
HOURS = 96
FIRST_DAY = 12  # of November 2018

# type, vcpus, GiB, speed of a processor against a c5's, its deviation between machines, dollars an hour on demand, hazard, machines a zone
TYPES = [
    ("c4.4xlarge", 16, 30, 0.88, 0.08, 0.796, 0.020, 420),
    ("c4.8xlarge", 36, 60, 0.87, 0.08, 1.591, 0.030, 380),
    ("c5.4xlarge", 16, 32, 1.00, 0.05, 0.680, 0.030, 460),
    ("c5.9xlarge", 36, 72, 1.00, 0.05, 1.530, 0.045, 400),
    ("c5.18xlarge", 72, 144, 0.99, 0.04, 3.060, 0.060, 350),
    ("m5.4xlarge", 16, 64, 0.91, 0.07, 0.768, 0.015, 480),
    ("m5.12xlarge", 48, 192, 0.91, 0.06, 2.304, 0.020, 400),
    ("m5.24xlarge", 96, 384, 0.90, 0.06, 4.608, 0.030, 300),
    ("r5.4xlarge", 16, 128, 0.91, 0.07, 1.008, 0.010, 450),
    ("r5.12xlarge", 48, 384, 0.91, 0.06, 3.024, 0.012, 360),
]

ZONES = {
    "us-east-1": ("a", "b", "c", "d"),
    "us-west-2": ("a", "b", "c"),
    "eu-west-1": ("a", "b", "c"),
}


def prices(dice, on_demand):
    """Hours with the price from then on: the logarithm is drawn back to a level of its own, and now and then jumps."""
    level = math.log(on_demand * dice.uniform(0.28, 0.42))
    value = level + dice.uniform(-0.08, 0.08)
    yield 0, math.exp(value)
    hour = 0.0
    while True:
        hour += dice.expovariate(1 / 6)
        if hour >= HOURS:
            return
        jump = dice.uniform(0.15, 0.5) if dice.random() < 0.04 else 0
        value += 0.25 * (level - value) + dice.uniform(-0.05, 0.05) + jump
        # Nobody bids more than the price on demand.
        yield hour, min(math.exp(value), on_demand)


def main():
    dice = random.Random(SEED)
    folder = pathlib.Path(__file__).parent / "market"
    rows = []
    places = []
    for region, letters in ZONES.items():
        for letter in letters:
            for name, _, _, _, _, on_demand, hazard, _ in TYPES:
                zone = region + letter
                places.append((name, zone, hazard * dice.uniform(0.6, 1.6)))
                for hour, price in prices(dice, on_demand):
                    minute = int(hour * 60)
                    time = f"2018-11-{FIRST_DAY + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00Z"
                    rows.append((time, region, zone, name, f"{price:.4f}"))
    with open(folder / "prices.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("time", "region", "zone", "type", "price"))
        writer.writerows(sorted(rows))
    with open(folder / "types.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("type", "zone", "vcpus", "memory_gib", "speed", "speed_deviation", "hazard_per_hour", "max_machines"))
        for name, vcpus, memory, speed, deviation, _, _, machines in TYPES:
            writer.writerow((name, "", vcpus, memory, speed, deviation, "", machines))
        for name, zone, hazard in places:
            writer.writerow((name, zone, "", "", "", "", f"{hazard:.3f}", ""))


main()
