"""What is asked of every server, and what it must answer."""
import json
from dataclasses import dataclass

ADA = {"name": "Ada", "email": "ada@example.org", "age": 36}


@dataclass(frozen=True)
class Scenario:
    name: str
    method: str
    path: str
    body: str | None
    status: int
    type: str
    answer: str


def compact(value):
    return json.dumps(value, separators=(",", ":"))


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("plaintext", "GET", "/plaintext", None, 200, "text/plain", "Hello, World!"),
        Scenario("json", "GET", "/json", None, 200, "application/json",
                 compact({"message": "Hello, World!"})),
        Scenario("post", "POST", "/users/42", compact(ADA), 201, "application/json",
                 compact({"id": 42, **ADA})),
    )
}
