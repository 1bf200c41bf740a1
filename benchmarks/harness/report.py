"""Turns measurements into a table of medians, and writes it down."""
import json
import re
from datetime import date
from statistics import median

from . import machine
from .server import JVM_FLAGS

COLUMNS = ["server", "req/s", "of {base}, same round", "user us", "sys us", "core",
           "alloc B", "p99 us", "failed"]
NOTES = """\
Medians over the rounds, without those that failed: a request of theirs was not answered 2xx, or its
connection broke; `failed` says how many. `of {base}` is the median of each round's ratio
(least - most). CPU is the server process's own time per request (`/proc/<pid>/stat`, with its
compiler and collector threads); `core` is how much of its core that was: well below 100 %, other
work had it, and the row says little. `alloc` is what all its threads, virtual ones included,
allocated on the heap per request. p99 is wrk's{pipelined}. Answers are checked before and after
each measurement, and by their size meanwhile. Where client and server share a machine, compare
ratios, not requests per second."""


def ratios(measurements, base):
    """Sets each measurement's ratio to the base server in the same round and scenario."""
    good = [m for m in measurements if not m.failed]
    bases = {(m.round, m.scenario): m.per_second for m in good if m.server == base}
    for m in good:
        reference = bases.get((m.round, m.scenario))
        m.ratio = m.per_second / reference if reference else None


def table(measurements, scenario, servers, base):
    lines = ["| " + " | ".join(COLUMNS).format(base=base) + " |",
             "|---" + "|--:" * (len(COLUMNS) - 1) + "|"]
    for server in servers:
        rows = [m for m in measurements if (m.server, m.scenario) == (server, scenario)]
        if rows:
            lines.append("| " + " | ".join([server, *cells(rows)]) + " |")
    return "\n".join(lines)


def cells(measured):
    rows = [row for row in measured if not row.failed]
    failed = str(len(measured) - len(rows))
    if not rows:
        return ["-"] * (len(COLUMNS) - 2) + [failed]

    def middle(name):
        return median(getattr(row, name) for row in rows)

    shares = [row.ratio for row in rows if row.ratio is not None]
    ratio = f"{median(shares):.2f} ({min(shares):.2f} - {max(shares):.2f})" if shares else "-"
    return [f"{middle('per_second'):,.0f}", ratio, f"{middle('user_us'):.2f}",
            f"{middle('sys_us'):.2f}", f"{middle('core_share'):.0%}",
            f"{middle('allocated_bytes'):,.0f}",
            f"{middle('p99_us'):,.0f}", failed]


def tables(measurements, scenarios, servers, base):
    return "\n\n".join(f"## {scenario}\n\n{table(measurements, scenario, servers, base)}"
                       for scenario in scenarios)


def sizes(answer_sizes, scenarios, servers):
    lines = ["| answer size, bytes | " + " | ".join(scenarios) + " |",
             "|---" + "|--:" * len(scenarios) + "|"]
    for server in servers:
        row = [str(answer_sizes[server, scenario]) for scenario in scenarios]
        lines.append("| " + " | ".join([server, *row]) + " |")
    return "\n".join(lines)


def flags(known):
    """The flags of every server, and which of them has others besides."""
    lines = [f"- JVM flags, every server: `{' '.join(JVM_FLAGS)}`"]
    for its_flags in sorted({tuple(server.flags) for server in known}):
        names = ", ".join(server.name for server in known if tuple(server.flags) == its_flags)
        lines.append(f"- besides: `{' '.join(its_flags) or 'none'}` for {names}")
    return "\n".join(lines)


def document(measurements, answer_sizes, known, facts, command, options):
    pipelined = (f" and, with {options.pipeline} pipelined requests, that of a whole batch"
                 if options.pipeline > 1 else "")
    names = [server.name for server in known]
    listed = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return "\n\n".join([
        f"# Benchmarks, {date.today()}",
        f"`{command}`",
        f"{listed}\n{flags(known)}"
        f"\n- server on core {options.server_core}, wrk on core {options.client_core}"
        f" with {options.connections} connections; {options.rounds} rounds of"
        f" {options.seconds} s, interleaved, after {options.warmup} s of CPU time as warm-up"
        " per scenario",
        tables(measurements, options.scenarios, names, options.base),
        NOTES.format(base=options.base, pipelined=pipelined),
        sizes(answer_sizes, options.scenarios, names)]) + "\n"


def write(directory, name, text, facts, command, measurements):
    """Writes <name>.md and <name>.json; the name is the date unless one is given, or <date>-2 and
    so on: none of those is written over."""
    directory.mkdir(parents=True, exist_ok=True)
    stem = name or unused(directory)
    page = directory / f"{stem}.md"
    page.write_text(text)
    rows = ",\n".join(f"  {json.dumps(m.row())}" for m in measurements)
    about = json.dumps({"date": str(date.today()), "command": command, **facts}, indent=1)
    (directory / f"{stem}.json").write_text(
        f'{{"about": {about},\n"measurements": [\n{rows}\n]}}\n')
    return page


def unused(directory):
    taken = [int(found[1] or 1) for path in directory.glob(f"{date.today()}*.md")
             if (found := re.fullmatch(r"\d+-\d+-\d+(?:-(\d+))?", path.stem))]
    return str(date.today()) + (f"-{max(taken) + 1}" if taken else "")
