"""Every harness, with how many faults the short form meets and how many the long one."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import (
    backup,
    canary,
    clock_jumps,
    conversion,
    flips,
    full_disk,
    io_faults,
    kill,
    migration,
    noise,
    power,
    power_conversion,
    power_ext4,
    second_instance,
    side_files,
    tampering,
    window_disk,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Harness:
    """A harness: ``run(n, seed, folder, seconds=)``; `long` faults take `seconds` at most."""

    run: Callable
    short: int
    long: int
    seconds: float = 60.0

    @property
    def name(self):
        module = self.run.__module__.rpartition(".")[2]
        return f"{module}{self.run.__name__.removeprefix('run')}"


ALL = (
    Harness(run=kill.run, short=4, long=1000, seconds=300),
    Harness(run=io_faults.run, short=4, long=240, seconds=90),
    Harness(run=window_disk.run, short=1, long=8),
    Harness(run=full_disk.run, short=1, long=20),
    Harness(run=full_disk.run_limited, short=2, long=60),
    Harness(run=power.run, short=8, long=500),
    Harness(run=power_conversion.run, short=6, long=200),
    Harness(run=power_ext4.run, short=1, long=40),
    Harness(run=flips.run, short=20, long=1500),
    Harness(run=flips.run_plain, short=30, long=2500),
    Harness(run=side_files.run, short=6, long=60),
    Harness(run=migration.run, short=2, long=200, seconds=90),
    Harness(run=conversion.run, short=3, long=120),
    Harness(run=backup.run, short=3, long=100),
    Harness(run=second_instance.run, short=3, long=100, seconds=120),
    Harness(run=clock_jumps.run, short=6, long=200),
    Harness(run=tampering.run, short=40, long=10_000, seconds=300),
    Harness(run=canary.run, short=1, long=4),
    Harness(run=noise.run, short=1, long=5),
)
