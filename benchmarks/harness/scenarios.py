"""What is asked of every server, and what it must answer."""
import json
from dataclasses import dataclass

ADA = {"name": "Ada", "email": "ada@example.org", "age": 36}


def compact(value):
    return json.dumps(value, separators=(",", ":"))


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: str | None
    status: int
    type: str
    answer: str


HELLO = "Hello, World!"
PLAINTEXT = Request("GET", "/plaintext", None, 200, "text/plain", HELLO)
JSON = Request("GET", "/json", None, 200, "application/json", compact({"message": HELLO}))
POST = Request("POST", "/users/42", compact(ADA), 201, "application/json",
               compact({"id": 42, **ADA}))


@dataclass(frozen=True)
class Scenario:
    """A load by wrk (HTTP/1.1), h2load (HTTP/2 and Unix sockets) or the module's own client (an
    echo)."""
    name: str
    protocol: str
    connections: int
    about: str
    request: Request | None = PLAINTEXT
    # Requests or messages outstanding on each connection.
    window: int = 1
    # Over the server's Unix socket instead of its port.
    unix: bool = False
    # The scenario each server is compared with itself in.
    against: str | None = None

    @property
    def tls(self):
        return self.protocol.startswith("tls-")

    @property
    def http2(self):
        return self.protocol in ("h2c", "tls-h2")

    @property
    def echo(self):
        """Whether each message comes back, and the client compares it."""
        return self.protocol in ("ws", "tcp", "udp")

    @property
    def client(self):
        """What makes the load: wrk knows no Unix sockets, so h2load is on both sides there."""
        if self.echo:
            return "echo"
        return "h2load" if self.http2 or self.protocol == "unix" else "wrk"


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("plaintext", "h1", 64, "HTTP/1.1, GET of a text"),
        Scenario("json", "h1", 64, "HTTP/1.1, GET of a JSON object", JSON),
        Scenario("post", "h1", 64, "HTTP/1.1, POST of a JSON object, answered with one", POST),
        Scenario("h2c-1", "h2c", 16, "HTTP/2 in clear text, GET of a text, one at a time"),
        Scenario("h2c-32", "h2c", 16, "HTTP/2 in clear text, GET of a text, 32 streams",
                 window=32),
        Scenario("tls-h1", "tls-h1", 64, "HTTP/1.1 over TLS, GET of a text"),
        Scenario("tls-h2", "tls-h2", 16, "HTTP/2 over TLS, GET of a text, 32 streams", window=32),
        Scenario("ws-1", "ws", 64, "WebSocket, echo of a text, one at a time", None),
        Scenario("ws-16", "ws", 64, "WebSocket, echo of a text, 16 outstanding", None, window=16),
        Scenario("loopback-plaintext", "unix", 64,
                 "HTTP/1.1 over the port of a server with a Unix socket, GET of a text"),
        Scenario("unix-plaintext", "unix", 64, "HTTP/1.1 over a Unix socket, GET of a text",
                 unix=True, against="loopback-plaintext"),
        Scenario("tcp-echo-1", "tcp", 64, "raw TCP, echo of a text, one at a time", None),
        Scenario("tcp-echo-16", "tcp", 64, "raw TCP, echo of a text, 16 outstanding", None,
                 window=16),
        Scenario("udp-echo-1", "udp", 64, "raw UDP, echo of a text, one at a time", None),
        Scenario("udp-echo-16", "udp", 64, "raw UDP, echo of a text, 16 outstanding", None,
                 window=16),
    )
}


def by_protocol(names):
    """The scenarios asked for, those of a protocol together, in the order they were asked for."""
    found = {}
    for name in names:
        found.setdefault(SCENARIOS[name].protocol, []).append(SCENARIOS[name])
    return found
