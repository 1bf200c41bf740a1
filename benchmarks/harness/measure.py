"""Loads one server and reads what the load cost it."""
from dataclasses import asdict, dataclass

from .server import WrongAnswer


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
    allocated_bytes: float | None
    answer_bytes: float
    p50_us: int
    p99_us: int
    # Why the figures say nothing: a request was not answered 2xx, or worse.
    error: str | None = None
    ratio: float | None = None
    # To the same server in the scenario this one is compared with.
    against: float | None = None
    # Datagrams that did not come back in time.
    lost: int = 0

    @staticmethod
    def broken(number, scenario, server, error):
        return Measurement(number, scenario, server, 0, 0, 0, 0, 0, 0, None, 0, 0, 0, error)

    @property
    def failed(self):
        return self.error is not None

    def row(self):
        return {name: round(value, 4) if isinstance(value, float) else value
                for name, value in asdict(self).items()}


def measure(server, scenario, load, seconds, number):
    size = server.verify(scenario)
    allocated = server.allocated()
    user, system = server.cpu_seconds()
    loaded = load(server, scenario, seconds)
    user_after, system_after = server.cpu_seconds()
    allocated_after = server.allocated()
    if scenario.client == "h2load":
        loaded.p50, loaded.p99 = load.latencies(server, scenario)
    server.verify(scenario)
    requests = loaded.requests
    if not requests:
        raise WrongAnswer(f"{server.name} {scenario.name}: no request was answered")
    check_bytes(server, scenario, load, loaded, size)
    seconds = loaded.micros / 1e6
    return Measurement(
        round=number, scenario=scenario.name, server=server.name, requests=requests,
        seconds=seconds, per_second=requests / seconds,
        user_us=(user_after - user) * 1e6 / requests,
        sys_us=(system_after - system) * 1e6 / requests,
        core_share=(user_after - user + system_after - system) / seconds,
        allocated_bytes=(None if allocated is None
                         else (allocated_after - allocated) / requests),
        answer_bytes=loaded.bytes / requests,
        p50_us=loaded.p50, p99_us=loaded.p99, error=loaded.error(),
        lost=loaded.lost)


def check_bytes(server, scenario, load, loaded, size):
    """wrk and h2load count what is not 2xx; the size tells any other answer from the verified one.
    At their end they have read parts of answers they do not count, at most one window on each
    connection. The client of an echo has compared every message."""
    if scenario.echo or loaded.error():
        return
    got = loaded.bytes
    if scenario.client == "h2load":
        got, size = loaded.body_bytes, len(scenario.request.answer)
    spare = load.connections(scenario) * load.window(scenario) * size
    if not 0 <= got - loaded.requests * size <= spare:
        raise WrongAnswer(f"{server.name} {scenario.name}: {got} bytes in {loaded.requests} "
                          f"answers, but the verified answer has {size}")
