"""One benchmark server: a JVM pinned to a core, stopped while others are measured."""
import http.client
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

JVM_FLAGS = ["-XX:ActiveProcessorCount=1", "-Xms512m", "-Xmx512m", "-XX:+UseParallelGC",
             "--enable-native-access=ALL-UNNAMED"]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


class WrongAnswer(Exception):
    pass


@dataclass(frozen=True)
class Known:
    """A server the module has, and what its JVM is started with besides JVM_FLAGS."""
    name: str
    description: str
    flags: list[str]
    class_path: str


def known_servers(java, class_path):
    """The servers there are by name: the module's own word, so that none is listed twice."""
    listing = subprocess.run([java, "-cp", class_path, "io.tako.benchmarks.Main", "--list"],
                             stdout=subprocess.PIPE, text=True)
    if listing.returncode:
        sys.exit("the servers could not be listed")
    rows = [line.split("\t") for line in listing.stdout.splitlines()]
    return {name: Known(name, description, flags.split(), its_class_path)
            for name, description, flags, its_class_path in rows}


class Server:
    def __init__(self, known, java, core):
        self.name = known.name
        # taskset and the JVM share one process id: taskset replaces itself.
        self.process = subprocess.Popen(
            ["taskset", "-c", str(core), java, *JVM_FLAGS, *known.flags,
             "-cp", known.class_path, "io.tako.benchmarks.Main", known.name, "0"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        try:
            self.port = int(self._line("READY"))
        except BaseException:
            self.close()
            raise

    def _line(self, word):
        """The rest of the next output line that starts with the word."""
        deadline = time.monotonic() + START_SECONDS
        line = b""
        while not line.endswith(b"\n"):
            left = max(0, deadline - time.monotonic())
            if not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError(f"{self.name} did not print {word} in {START_SECONDS} s")
            byte = self.process.stdout.read(1)
            if not byte:
                raise EOFError(f"{self.name} ended with {self.process.wait()} before {word}")
            line += byte
            if line.endswith(b"\n") and not line.startswith(word.encode() + b" "):
                line = b""
        return line.decode().split(" ", 1)[1].strip()

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def allocated(self):
        """Bytes all threads of the JVM have allocated so far, virtual ones included."""
        self.process.stdin.write(b"alloc\n")
        return int(self._line("alloc"))

    def cpu_seconds(self):
        """User and system CPU time of the process so far, its compiler and collector included."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) / TICKS_PER_SECOND, int(fields[12]) / TICKS_PER_SECOND

    def verify(self, scenario):
        """Checks one answer and returns its size on the wire, head included."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Content-Type": "application/json"} if scenario.body else {}
            connection.request(scenario.method, scenario.path, scenario.body, headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        media_type = response.getheader("content-type", "").split(";")[0]
        got = (response.status, media_type, body.decode(errors="replace"))
        wanted = (scenario.status, scenario.type, scenario.answer)
        if got != wanted:
            raise WrongAnswer(f"{self.name} {scenario.name}: answered {got}, not {wanted}")
        status_line = len(f"HTTP/1.1 {response.status} {response.reason}\r\n")
        fields = sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        return status_line + fields + 2 + len(body)

    def close(self):
        if self.process.poll() is None:
            self.resume()
            self.process.stdin.close()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
