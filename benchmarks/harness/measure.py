"""Loads one server with wrk and reads what the load cost it."""
import json
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from .server import WrongAnswer

SCRIPT = Path(__file__).with_name("load.lua")


@dataclass
class Measurement:
    round: int
    scenario: str
    server: str
    requests: int
    seconds: float
    per_second: float
    user_us: float
    sys_us: float
    core_share: float
    allocated_bytes: float
    p50_us: int
    p99_us: int
    status_errors: int
    socket_errors: int
    ratio: float | None = None

    @property
    def failed(self):
        """Whether a request was not answered 2xx: then its figures say nothing."""
        return bool(self.status_errors or self.socket_errors)

    def row(self):
        return {name: round(value, 4) if isinstance(value, float) else value
                for name, value in asdict(self).items()}


def wrk_command(core, port, scenario, connections, pipeline, seconds):
    return ["taskset", "-c", str(core), "wrk", "-t", "1", "-c", str(connections),
            "-d", f"{seconds}s", "--latency", "-s", str(SCRIPT),
            f"http://127.0.0.1:{port}{scenario.path}", "--",
            scenario.method, str(pipeline), *([scenario.body] if scenario.body else [])]


def load(server, scenario, options, seconds):
    command = wrk_command(options.client_core, server.port, scenario, options.connections,
                          options.pipeline, seconds)
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
    results = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not results:
        raise RuntimeError(f"wrk failed on {server.name}:\n{done.stdout}{done.stderr}")
    return json.loads(results[0].removeprefix("RESULT "))


def warm_up(server, scenario, options):
    """Loads until the server has used that much CPU time: other work on its core must not leave
    it half compiled. Gives up after ten times as long, since a server may not use its core."""
    start = sum(server.cpu_seconds())
    for _ in range(10 * options.warmup):
        load(server, scenario, options, 1)
        if sum(server.cpu_seconds()) - start >= options.warmup:
            return


def measure(server, scenario, options, number):
    size = server.verify(scenario)
    allocated = server.allocated()
    user, system = server.cpu_seconds()
    result = load(server, scenario, options, options.seconds)
    user_after, system_after = server.cpu_seconds()
    allocated_after = server.allocated()
    server.verify(scenario)
    requests = result["requests"]
    if not requests:
        raise WrongAnswer(f"{server.name} {scenario.name}: no request was answered")
    # wrk counts what is not 2xx or 3xx; the size tells any other answer from the verified one. At its end
    # wrk has read parts of answers it does not count, at most one batch on each connection.
    spare = options.connections * options.pipeline * size
    clean = not result["status_errors"] and not result["socket_errors"]
    if clean and not 0 <= result["bytes"] - requests * size <= spare:
        raise WrongAnswer(f"{server.name} {scenario.name}: {result['bytes']} bytes in {requests} "
                          f"answers, but the verified answer has {size}")
    seconds = result["micros"] / 1e6
    return Measurement(
        round=number, scenario=scenario.name, server=server.name, requests=requests,
        seconds=seconds, per_second=requests / seconds,
        user_us=(user_after - user) * 1e6 / requests,
        sys_us=(system_after - system) * 1e6 / requests,
        core_share=(user_after - user + system_after - system) / seconds,
        allocated_bytes=(allocated_after - allocated) / requests,
        p50_us=result["p50"], p99_us=result["p99"],
        status_errors=result["status_errors"], socket_errors=result["socket_errors"])
