"""What kept-alive connections of HTTP cost in CPU time while nothing is sent on them."""
import select
import socket
import struct
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from . import report

PROTOCOLS = ["h1", "h2c"]
SERVERS = ["tako-shared", "tako-per-core", "tako-per-core-epoll"]
COLUMNS = ["server", "protocol", "without, % of a core", "with, % of a core", "for them",
           "of a connection, µs/s", "still open"]
WAIT_SECONDS = 30
# After the opening, so that what it left is done.
REST_SECONDS = 5
# Opened before anything is measured, so that what is compiled for it is.
OPENED_BEFORE = 2000
# The keep-alive timeout of the servers; who is measured must not have been closed meanwhile.
MOST_SECONDS = 40
NOTES = """\
CPU time is that of all threads of the process, from `/proc/<pid>/task/*/schedstat`, in {seconds} s without any
connection and in {seconds} s with them; each has had one answer before. `still open` is how many the
server had not closed at the end. It does what it always does for such connections: it looks whether
their time is up."""


@dataclass
class Result:
    server: str
    protocol: str
    connections: int
    without: float
    with_idle: float
    open: int

    def row(self):
        return asdict(self)

    def cells(self):
        more = self.with_idle - self.without
        return [self.server, self.protocol, f"{100 * self.without:.2f}",
                f"{100 * self.with_idle:.2f}", f"{100 * more:.2f}",
                f"{1e6 * more / self.connections:.2f}", f"{self.open:,}"]


def http1(connection):
    connection.sendall(b"GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = b""
    while not answer.endswith(b"Hello, World!"):
        piece = connection.recv(4096)
        if not piece:
            raise EOFError("the server ended a connection")
        answer += piece


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


# :method GET and :scheme http by index, :path and :authority as literals (RFC 7541 appendix A).
BLOCK = b"\x82\x86\x04\x0a/plaintext\x01\x09localhost"
FIRST = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0) + frame(1, 5, 1, BLOCK)


def read_exactly(connection, count):
    got = b""
    while len(got) < count:
        piece = connection.recv(count - len(got))
        if not piece:
            raise EOFError("the server ended a connection")
        got += piece
    return got


def http2(connection):
    connection.sendall(FIRST)
    while True:
        head = read_exactly(connection, 9)
        length = int.from_bytes(head[:3], "big")
        kind, flags = head[3], head[4]
        payload = read_exactly(connection, length)
        if kind == 4 and not flags & 1:
            connection.sendall(frame(4, 1, 0))
        if kind == 0 and flags & 1:
            if payload != b"Hello, World!":
                raise RuntimeError(f"the server answered {payload}")
            return


ASK = {"h1": http1, "h2c": http2}


def opened(port, protocol):
    """A connection that has had one answer."""
    connection = socket.create_connection(("127.0.0.1", port), WAIT_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    ASK[protocol](connection)
    return connection


def still_open(connections):
    """How many the server has not closed; what it said meanwhile is read."""
    poll = select.epoll()
    by_number = {one.fileno(): one for one in connections}
    for one in connections:
        one.setblocking(False)
        poll.register(one, select.EPOLLIN)
    ended = 0
    while found := poll.poll(0):
        for number, _ in found:
            try:
                came = by_number[number].recv(4096)
            except ConnectionResetError:
                came = b""
            if not came:
                poll.unregister(number)
                ended += 1
    return len(connections) - ended


def cpu_nanos(pid):
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            # A thread that has ended meanwhile.
            continue
    return total


def share(server, seconds):
    """Of one core, in so many seconds."""
    pid = server.process.pid
    begun, before = time.monotonic_ns(), cpu_nanos(pid)
    time.sleep(seconds)
    return (cpu_nanos(pid) - before) / (time.monotonic_ns() - begun)


def warm(server, protocol, chosen):
    """Until the compilers are at rest, or for so many seconds of the server's CPU time."""
    begun = sum(server.cpu_seconds())
    while True:
        compiled = server.compiler_seconds()
        for one in [opened(server.port, protocol) for _ in range(min(OPENED_BEFORE, chosen.idle))]:
            one.close()
        time.sleep(REST_SECONDS)
        spent = server.compiler_seconds() - compiled
        if spent < REST_SECONDS / 50 or sum(server.cpu_seconds()) - begun > chosen.warmup:
            return


def measured(known, java, chosen, protocol):
    with closing(known.start(java, chosen.server_core, protocol)) as server:
        warm(server, protocol, chosen)
        without = share(server, chosen.seconds)
        begun = time.monotonic()
        idle = [opened(server.port, protocol) for _ in range(chosen.idle)]
        time.sleep(REST_SECONDS)
        with_idle = share(server, chosen.seconds)
        took = time.monotonic() - begun
        left = still_open(idle)
        for one in idle:
            one.close()
    print(f"{known.name:20} {protocol:4} {100 * without:6.2f} % {100 * with_idle:6.2f} %"
          f" in {took:.0f} s", file=sys.stderr)
    return Result(known.name, protocol, chosen.idle, without, with_idle, left)


def document(results, facts, command, chosen):
    listed = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    table = "\n".join(["| " + " | ".join(COLUMNS) + " |", "|---|---" + "|--:" * (len(COLUMNS) - 2)
                       + "|", *("| " + " | ".join(one.cells()) + " |" for one in results)])
    return "\n\n".join([
        f"# CPU time of idle connections of HTTP, {date.today()}", f"`{command}`",
        f"{listed}\n- JVM flags: `{' '.join(report.JVM_FLAGS)}`"
        f"\n- server on core {chosen.server_core}, clients on core {chosen.client_core}",
        f"## {chosen.idle:,} kept-alive connections on which nothing is sent", table,
        NOTES.format(seconds=chosen.seconds)]) + "\n"
