"""One benchmark server: a JVM pinned to a core, stopped while others are measured."""
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from . import tools

JVM_FLAGS = ["-XX:ActiveProcessorCount=1", "-Xms512m", "-Xmx512m", "-XX:+UseParallelGC",
             "--enable-native-access=ALL-UNNAMED"]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
START_SECONDS = 120


class WrongAnswer(Exception):
    pass


@dataclass(frozen=True)
class Known:
    """A server the module has, and what its JVM is started with besides JVM_FLAGS."""
    name: str
    description: str
    protocols: list[str]
    flags: list[str]
    class_path: str

    def can(self, scenario):
        return scenario.protocol in self.protocols

    def start(self, java, core, protocol, more_flags=()):
        return JvmServer(self, java, core, protocol, more_flags)


def known_servers(java, class_path):
    """The servers there are by name: the module's own word, so that none is listed twice."""
    listing = subprocess.run([java, "-cp", class_path, "io.tako.benchmarks.Main", "--list"],
                             stdout=subprocess.PIPE, text=True)
    if listing.returncode:
        sys.exit("the servers could not be listed")
    rows = [line.split("\t") for line in listing.stdout.splitlines()]
    return {name: Known(name, description, protocols.split(","), flags.split(), its_class_path)
            for name, description, protocols, flags, its_class_path in rows}


class Server:
    """What is measured, from the outside: a process with a port."""
    # Whether it has a just-in-time compiler to warm up.
    compiles = False

    def __init__(self, name, process):
        self.name = name
        self.process = process
        self.port = None
        # The path of the Unix socket it listens on as well.
        self.socket = None

    def processes(self):
        return [self.process.pid]

    def pause(self):
        for pid in self.processes():
            os.kill(pid, signal.SIGSTOP)

    def resume(self):
        for pid in self.processes():
            os.kill(pid, signal.SIGCONT)

    def allocated(self):
        """Bytes allocated on a heap so far, where there is one."""
        return None

    def cpu_seconds(self):
        """User and system CPU time so far, a compiler and collector included."""
        user = system = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rpartition(") ")[2].split()
            user += int(fields[11])
            system += int(fields[12])
        return user / TICKS_PER_SECOND, system / TICKS_PER_SECOND

    def url(self, scenario):
        return f"http{'s' if scenario.tls else ''}://127.0.0.1:{self.port}{scenario.request.path}"

    def verify(self, scenario):
        """Checks one answer and returns its size on an HTTP/1.1 connection, head included. The
        client of an echo compares every message itself."""
        if not scenario.request:
            return None
        request = scenario.request
        version = "--http1.1"
        if scenario.http2:
            version = "--http2" if scenario.tls else "--http2-prior-knowledge"
        body = ["--json", request.body] if request.body else []
        way = ["--unix-socket", self.socket] if scenario.unix else []
        separator = "\n--\n"
        output = subprocess.run(
            ["curl", "-sS", "--insecure", "--noproxy", "*", "--max-time", "30", version, "-X",
             request.method, *body, *way, "-w",
             separator + r"%{http_code}\n%{content_type}\n%{http_version}\n%{size_header}",
             self.url(scenario)], capture_output=True, text=True, env=tools.environment())
        if output.returncode:
            raise WrongAnswer(f"{self.name} {scenario.name}: {output.stderr}")
        answer, _, about = output.stdout.rpartition(separator)
        status, media_type, spoken, head = about.split("\n")
        got = (int(status), media_type.split(";")[0], answer, spoken)
        wanted = (request.status, request.type, request.answer, "2" if scenario.http2 else "1.1")
        if got != wanted:
            raise WrongAnswer(f"{self.name} {scenario.name}: answered {got}, not {wanted}")
        return int(head) + len(answer.encode())

    def end(self):
        """Asks the process to end."""
        self.process.terminate()

    def close(self):
        if self.process.poll() is None:
            self.resume()
            self.end()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class JvmServer(Server):
    compiles = True

    def __init__(self, known, java, core, protocol, more_flags):
        # taskset and the JVM share one process id: taskset replaces itself.
        super().__init__(known.name, subprocess.Popen(
            ["taskset", "-c", str(core), java, *JVM_FLAGS, *known.flags, *more_flags, "-cp",
             known.class_path, "io.tako.benchmarks.Main", known.name, protocol, "0"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0))
        try:
            port, _, socket = self._line("READY").partition(" ")
            self.port = int(port)
            self.socket = socket or None
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

    def allocated(self):
        """By all threads of the JVM, virtual ones included."""
        self.process.stdin.write(b"alloc\n")
        return int(self._line("alloc"))

    def compiler_seconds(self):
        """CPU time of the compilers' threads so far. The JVM itself would tell of a method only
        once it is compiled, which takes seconds for some."""
        ticks = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            name, _, fields = (task / "stat").read_text().partition(" (")[2].rpartition(") ")
            if name.startswith(("C1 Compiler", "C2 Compiler")):
                ticks += sum(map(int, fields.split()[11:13]))
        return ticks / TICKS_PER_SECOND

    def end(self):
        self.process.stdin.close()
