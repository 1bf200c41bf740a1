"""Makes the load of a scenario, with the program that can."""
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import build, tools

SCRIPT = Path(__file__).with_name("load.lua")
LATENCY_SECONDS = 1
# h2load waits for ever for a handshake that its time ran out on.
SILENCE_SECONDS = 5


@dataclass
class Loaded:
    requests: int
    micros: int
    # Of all answers, as they were on the connection; of the bodies alone where that is known.
    bytes: int
    body_bytes: int | None
    p50: int
    p99: int
    status_errors: int
    socket_errors: int
    # Datagrams that did not come back in time.
    lost: int = 0

    def error(self):
        if not self.status_errors and not self.socket_errors:
            return None
        return (f"{self.status_errors} answers were not 2xx or not what was sent,"
                f" {self.socket_errors} socket errors")


class Load:
    """Has the client for an echo running while it is used."""

    def __init__(self, java, class_path, options):
        self.core = options.client_core
        self.options = options
        self.command = ["taskset", "-c", str(self.core), java, "-XX:ActiveProcessorCount=1",
                        "-Xms256m", "-Xmx256m", "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED", "-cp", class_path,
                        "io.tako.benchmarks.load.EchoClient"]
        self.client = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.client:
            self.client.stdin.close()
            try:
                self.client.wait(15)
            except subprocess.TimeoutExpired:
                self.client.kill()
                self.client.wait()

    def connections(self, scenario):
        return self.options.connections or scenario.connections

    def window(self, scenario):
        """Requests outstanding on a connection; wrk pipelines them."""
        return self.options.pipeline if scenario.protocol in ("h1", "tls-h1") else scenario.window

    def __call__(self, server, scenario, seconds):
        """Without latencies where h2load makes it."""
        return getattr(self, scenario.client)(server, scenario, seconds)

    def wrk(self, server, scenario, seconds):
        request = scenario.request
        output = tools.run(self.core, [
            "wrk", "-t", "1", "-c", str(self.connections(scenario)), "-d", f"{seconds}s",
            "--latency", "-s", str(SCRIPT), server.url(scenario), "--", request.method,
            str(self.window(scenario)), *([request.body] if request.body else [])], seconds)
        found = json.loads(re.search(r"^RESULT (.*)$", output, re.MULTILINE)[1])
        return Loaded(body_bytes=None, **found)

    def h2load(self, server, scenario, seconds):
        output = tools.run(self.core, self.h2load_command(server, scenario, seconds), seconds)
        finished = re.search(r"^finished in ([\d.]+)(m?s),", output, re.MULTILINE)
        micros = int(float(finished[1]) * (1000 if finished[2] == "ms" else 1_000_000))
        good, failed, errored, timeout = map(int, re.search(
            r"^requests: .* (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout$",
            output, re.MULTILINE).groups())
        headers, data = re.search(r"^traffic: .* \((\d+)\) headers .* \((\d+)\) data$", output,
                                  re.MULTILINE).groups()
        protocol = re.search(r"^Application protocol: (\S+)$", output, re.MULTILINE)
        wanted = "h2" if scenario.http2 else "http/1.1"
        if good and not (protocol and protocol[1].startswith(wanted)):
            raise RuntimeError(f"{server.name} did not speak {wanted}:\n{output}")
        return Loaded(requests=good, micros=micros, bytes=int(headers) + int(data),
                      body_bytes=int(data), p50=0, p99=0,
                      status_errors=max(0, failed - errored - timeout),
                      socket_errors=errored + timeout)

    def h2load_command(self, server, scenario, seconds, *more):
        version = ["--npn-list=h2"] if scenario.http2 else ["--h1"]
        way = [f"--base-uri=unix:{server.socket}"] if scenario.unix else []
        return ["h2load", "-t", "1", "-c", str(self.connections(scenario)), "-m",
                str(scenario.window), "-D", str(seconds), "-N", str(SILENCE_SECONDS),
                *version, f"--tls13-ciphers={tools.SUITE}", *way, *more, server.url(scenario)]

    def latencies(self, server, scenario):
        """h2load's 50th and 99th percentile in microseconds, from a second of its own: it has them
        in its log only, and writing that slows it down."""
        log = tools.directory() / "h2load"
        log.unlink(missing_ok=True)
        tools.run(self.core, self.h2load_command(
            server, scenario, LATENCY_SECONDS, f"--log-file={log}"), LATENCY_SECONDS)
        times = sorted(int(line.rpartition("\t")[2]) for line in log.read_text().splitlines())
        if not times:
            raise RuntimeError(f"{server.name} answered no request in {LATENCY_SECONDS} s")
        return times[len(times) // 2], times[len(times) * 99 // 100]

    def echo(self, server, scenario, seconds):
        if not self.client:
            self.client = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                           stdout=subprocess.PIPE, text=True)
            self.answer()
        self.client.stdin.write(f"{scenario.protocol} {server.port} {self.connections(scenario)}"
                                f" {scenario.window} {seconds * 1000}\n")
        self.client.stdin.flush()
        answer = self.answer()
        if not answer.startswith("RESULT "):
            raise RuntimeError(f"{server.name} {scenario.name}: {answer}")
        return Loaded(body_bytes=None, **json.loads(answer.removeprefix("RESULT ")))

    def answer(self):
        line = self.client.stdout.readline()
        if not line:
            raise EOFError(f"the client ended with {self.client.wait()}")
        return line.strip()
