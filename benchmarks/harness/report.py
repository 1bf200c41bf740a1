"""Turns measurements into a table of medians, and writes it down."""
import json
import re
from datetime import date
from statistics import median

from .scenarios import SCENARIOS
from .server import JVM_FLAGS

COLUMNS = ["server", "{unit}/s", "of {base}, same round", "user us", "sys us", "core",
           "alloc B", "answer B", "p99 us", "failed"]
NOTES = """\
Medians over the rounds, without those that failed: a request of theirs was not answered 2xx, a
message did not come back as it was sent, or a connection broke; `failed` says how many. `of {base}`
is the median of each round's ratio (least - most). CPU is the server process's own time per request
or message (`/proc/<pid>/stat`, with its compiler and collector threads); `core` is how much of its
core that was: well below 100 %, other work had it or the client was the slower one, and the row
says little. `alloc` is what all its threads, virtual ones included, allocated on the heap per
request. `answer` is what came back for each, without TLS and the frame heads of HTTP/2. p99 is the
client's{pipelined}; that of HTTP/2 is from a second of its own after each measurement, because
h2load tells it in its log only. Answers are checked before and after each measurement, and by their
size meanwhile; on a WebSocket each one is compared. Where client and server share a machine,
compare ratios, not requests per second."""


def ratios(measurements, base):
    """Sets each measurement's ratio to the base server in the same round and scenario."""
    good = [m for m in measurements if not m.failed]
    bases = {(m.round, m.scenario): m.per_second for m in good if m.server == base}
    for m in good:
        reference = bases.get((m.round, m.scenario))
        m.ratio = m.per_second / reference if reference else None


def table(measurements, scenario, servers, base):
    unit = "messages" if SCENARIOS[scenario].protocol == "ws" else "req"
    lines = ["| " + " | ".join(COLUMNS).format(base=base, unit=unit) + " |",
             "|---" + "|--:" * (len(COLUMNS) - 1) + "|"]
    for server in servers:
        rows = [m for m in measurements if (m.server, m.scenario) == (server, scenario)]
        if rows:
            lines.append("| " + " | ".join([server, *cells(rows)]) + " |")
    if absent := [server for server in servers
                  if not any((m.server, m.scenario) == (server, scenario) for m in measurements)]:
        lines.append(f"\nNot there, because they cannot: {', '.join(absent)}.")
    return "\n".join(lines)


def cells(measured):
    rows = [row for row in measured if not row.failed]
    failed = str(len(measured) - len(rows))
    if not rows:
        return ["-"] * (len(COLUMNS) - 2) + [failed]

    def middle(name):
        return median(getattr(row, name) for row in rows)

    has_heap = rows[0].allocated_bytes is not None
    shares = [row.ratio for row in rows if row.ratio is not None]
    ratio = f"{median(shares):.2f} ({min(shares):.2f} - {max(shares):.2f})" if shares else "-"
    return [f"{middle('per_second'):,.0f}", ratio, f"{middle('user_us'):.2f}",
            f"{middle('sys_us'):.2f}", f"{middle('core_share'):.0%}",
            f"{middle('allocated_bytes'):,.0f}" if has_heap else "-",
            f"{middle('answer_bytes'):,.0f}", f"{middle('p99_us'):,.0f}", failed]


def tables(measurements, scenarios, servers, base):
    return "\n\n".join(f"## {scenario}\n\n{SCENARIOS[scenario].about}\n\n"
                       f"{table(measurements, scenario, servers, base)}" for scenario in scenarios)


def flags(known):
    """The flags of every server on a JVM, and which of them has others besides."""
    known = [server for server in known if server.flags is not None]
    lines = [f"- JVM flags, every server: `{' '.join(JVM_FLAGS)}`"]
    for its_flags in sorted({tuple(server.flags) for server in known}):
        names = ", ".join(server.name for server in known if tuple(server.flags) == its_flags)
        lines.append(f"- besides: `{' '.join(its_flags) or 'none'}` for {names}")
    return "\n".join(lines)


def document(measurements, known, warm, facts, command, options):
    pipelined = (f" and, with {options.pipeline} pipelined requests, that of a whole batch"
                 if options.pipeline > 1 else "")
    names = [server.name for server in known]
    listed = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return "\n\n".join([
        f"# Benchmarks, {date.today()}",
        f"`{command}`",
        f"{listed}\n{flags(known)}"
        f"\n- server on core {options.server_core}, client on core {options.client_core};"
        f" {options.rounds} rounds of {options.seconds} s, interleaved\n{warm}",
        tables(measurements, options.scenarios, names, options.base),
        NOTES.format(base=options.base, pipelined=pipelined)]) + "\n"


def warm_ups(taken, cap):
    """What the warm-ups took, and whom the cap cut short."""
    seconds = [one for one, _ in taken.values() if one] or [0]
    cut = [f"{server} in {scenario}" for (server, scenario), (_, done) in taken.items() if not done]
    text = (f"- warm-up until neither the speed rose nor the compilers worked: median"
            f" {median(seconds):.0f} s of CPU time, longest {max(seconds):.0f} s")
    return text + (f"; still not steady after {cap} s: {', '.join(cut)}" if cut else "")


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
