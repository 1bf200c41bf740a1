"""Turns measurements into a table of medians, and writes it down."""
import json
import re
from datetime import date
from statistics import median

from .scenarios import SCENARIOS
from .server import JVM_FLAGS

AGAINST = "of its {against}, same round"
LOST = "lost"
COLUMNS = ["server", "{unit}/s", "of {base}, same round", AGAINST, "user us", "sys us", "core",
           "alloc B", "answer B", "p99 us", LOST, "failed"]
NOTES = """\
Medians over the rounds, without those that failed: a request of theirs was not answered 2xx, a
message did not come back as it was sent, or a connection broke; `failed` says how many. `of {base}`
is the median of each round's ratio (least - most). CPU is the server process's own time per request
or message (`/proc/<pid>/stat`, with its compiler and collector threads); `core` is how much of its
core that was: well below 100 %, other work had it or the client was the slower one, and the row
says little. `alloc` is what all its threads, virtual ones included, allocated on the heap per
request. `answer` is what came back for each, without TLS and the frame heads of HTTP/2; of HTTP/1.1
h2load counts names, values and content alone. p99 is the client's{pipelined}; that of h2load
(HTTP/2, and beside Unix sockets) is from a second of its own after each measurement, because it
tells it in its log only. Answers are checked before and after each measurement, and by their size
meanwhile; in an echo each one is compared. `lost` is all datagrams that were not back within half a
second, of all rounds. Where client and server share a machine, compare ratios, not requests per
second."""


def ratios(measurements, base):
    """Sets each measurement's ratio to the base server in the same round and scenario, and that to
    the same server in the scenario it is compared with."""
    good = [m for m in measurements if not m.failed]
    speeds = {(m.round, m.scenario, m.server): m.per_second for m in good}
    for m in good:
        reference = speeds.get((m.round, m.scenario, base))
        other = speeds.get((m.round, SCENARIOS[m.scenario].against, m.server))
        m.ratio = m.per_second / reference if reference else None
        m.against = m.per_second / other if other else None


def table(measurements, name, servers, base):
    scenario = SCENARIOS[name]
    unit = "messages" if scenario.echo else "req"
    columns = [column for column in COLUMNS
               if (column != AGAINST or scenario.against)
               and (column != LOST or scenario.protocol == "udp")]
    titles = [column.format(base=base, unit=unit, against=scenario.against) for column in columns]
    lines = ["| " + " | ".join(titles) + " |", "|---" + "|--:" * (len(columns) - 1) + "|"]
    for server in servers:
        rows = [m for m in measurements if (m.server, m.scenario) == (server, name)]
        if rows:
            its_cells = cells(rows)
            lines.append("| " + " | ".join([server, *(its_cells[column] for column in columns[1:])])
                         + " |")
    if absent := [server for server in servers
                  if not any((m.server, m.scenario) == (server, name) for m in measurements)]:
        lines.append(f"\nNot there, because they cannot: {', '.join(absent)}.")
    return "\n".join(lines)


def spread(shares):
    """Of ratios that may be missing."""
    shares = [share for share in shares if share is not None]
    return f"{median(shares):.2f} ({min(shares):.2f} - {max(shares):.2f})" if shares else "-"


def cells(measured):
    """Of every column but the first, by its name."""
    rows = [row for row in measured if not row.failed]
    failed = str(len(measured) - len(rows))
    if not rows:
        return dict.fromkeys(COLUMNS[1:], "-") | {COLUMNS[-1]: failed}

    def middle(name):
        return median(getattr(row, name) for row in rows)

    has_heap = rows[0].allocated_bytes is not None
    return dict(zip(COLUMNS[1:], [
        f"{middle('per_second'):,.0f}", spread(row.ratio for row in rows),
        spread(row.against for row in rows), f"{middle('user_us'):.2f}",
        f"{middle('sys_us'):.2f}", f"{middle('core_share'):.0%}",
        f"{middle('allocated_bytes'):,.0f}" if has_heap else "-",
        f"{middle('answer_bytes'):,.0f}", f"{middle('p99_us'):,.0f}",
        f"{sum(row.lost for row in rows):,}", failed], strict=True))


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
