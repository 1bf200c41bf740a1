"""Loads a server until its speed says what it is worth."""
from dataclasses import dataclass

SLICE_SECONDS = 1
LONGEST = 3
# Slices in a row that have to look warm.
STEADY_SLICES = 2
# A slice is steady when it is not this much faster than the best before it...
RISE = 1.03
# ...and its compilers took less than this share of its CPU time.
COMPILING = 0.1


@dataclass
class Slice:
    """A second of load: requests for each second of the server's CPU time, which other work on its
    core does not change, and the share of that time its compilers took."""
    speed: float
    compiling: float


def steady(slices):
    """Whether the last slices neither rose nor compiled. A server that is still interpreted may be
    as fast for seconds in a row, while its compiler works through a long queue: speed alone would
    call that warm."""
    if len(slices) <= STEADY_SLICES:
        return False
    best = max(one.speed for one in slices[:-STEADY_SLICES])
    return all(one.speed <= best * RISE and one.compiling < COMPILING
               for one in slices[-STEADY_SLICES:])


def warm_up(server, scenario, load, cap):
    """Returns the CPU seconds it took and whether the server was steady then: after so many seconds
    it is measured as it is. One without a compiler needs nothing."""
    if not server.compiles:
        return 0, True
    slices = []
    taken = 0
    # A server on a core that others use as well gets more time for it, but not any.
    while taken < cap and len(slices) * SLICE_SECONDS < LONGEST * cap:
        cpu = sum(server.cpu_seconds())
        compiled = server.compiler_seconds()
        loaded = load(server, scenario, SLICE_SECONDS)
        used = sum(server.cpu_seconds()) - cpu
        taken += used
        compiling = server.compiler_seconds() - compiled
        slices.append(Slice(loaded.requests / max(used, 0.01), compiling / max(used, 0.01)))
        if steady(slices):
            return taken, True
    return taken, False
