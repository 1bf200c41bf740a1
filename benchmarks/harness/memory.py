"""What a server's JVM holds, by its own account and the kernel's."""
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

# The heap is resident from the start, so that what the process grows by is outside of it.
FLAGS = ["-XX:NativeMemoryTracking=summary", "-XX:+AlwaysPreTouch"]
CLASS = re.compile(r"^ *\d+: +\d+ +(\d+) +(\S+)", re.MULTILINE)
TOTAL = re.compile(r"^Total +\d+ +(\d+)", re.MULTILINE)
NATIVE = re.compile(r"^(?:- +)?([A-Z][\w ]*?)(?:: | \()reserved=\d+, committed=(\d+)", re.MULTILINE)
# Grows with what is compiled and loaded, and not with connections.
CODE = ("Code", "Compiler", "Class", "Metaspace", "Symbol", "Native Memory Tracking",
        "Arena Chunk")


@dataclass(frozen=True)
class Memory:
    """Bytes: of live objects, by class too; outside the heap without code, and of that what Java
    code asked for, such as direct buffers; resident."""
    heap: int
    native: int
    direct: int
    resident: int
    classes: Counter

    def since(self, before):
        return Memory(self.heap - before.heap, self.native - before.native,
                      self.direct - before.direct, self.resident - before.resident,
                      Counter({name: size - before.classes[name]
                               for name, size in self.classes.items()}))


def look(java, pid):
    """After a full collection, which the histogram is preceded by."""
    jcmd(java, pid, "GC.run")
    histogram = jcmd(java, pid, "GC.class_histogram")
    native = {name: int(size) for name, size in
              NATIVE.findall(jcmd(java, pid, "VM.native_memory", "summary", "scale=b"))}
    resident = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(),
                         re.MULTILINE)
    return Memory(
        heap=int(TOTAL.search(histogram)[1]),
        native=native["Total"] - native["Java Heap"] - sum(native.get(one, 0) for one in CODE),
        direct=native.get("Other", 0), resident=int(resident[1]) * 1024,
        classes=Counter({name: int(size) for size, name in CLASS.findall(histogram)}))


def jcmd(java, pid, *command):
    done = subprocess.run([Path(java).parent / "jcmd", str(pid), *command], capture_output=True,
                          text=True)
    if done.returncode:
        raise RuntimeError(f"jcmd {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
