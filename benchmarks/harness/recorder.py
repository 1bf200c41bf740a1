"""The JDK's flight recorder, on a running server."""
import re
import subprocess
from collections import Counter
from pathlib import Path

EVENT = "jdk.CPUTimeSample"
FRAME = re.compile(r"^ {4}(\S+)\(.*line: ")


class Recorder:
    def __init__(self, java, pid):
        self.tools = Path(java).parent
        self.pid = str(pid)

    def run(self, tool, *arguments):
        done = subprocess.run([self.tools / tool, *arguments], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{tool} {' '.join(map(str, arguments))} failed:\n{done.stdout}"
                               f"{done.stderr}")
        return done.stdout

    def start(self):
        # With a plus: there is no such setting yet in the ones that are started from.
        said = self.run("jcmd", self.pid, "JFR.start", "name=profile", "settings=none",
                        f"+{EVENT}#enabled=true", f"+{EVENT}#throttle=10ms")
        if "Started recording" not in said or "Warning" in said:
            raise RuntimeError(f"no recording of {EVENT}:\n{said}")

    def stop(self, file):
        self.run("jcmd", self.pid, "JFR.stop", "name=profile", f"filename={file}")

    def report(self, file, lines):
        """The methods that were running, and those that were running or waited for one they had
        called."""
        stacks = self.stacks(file)
        if not stacks:
            raise RuntimeError(f"no {EVENT} in {file}: not on this system, or there was no load")
        own = Counter(stack[0] for stack in stacks if stack)
        whole = Counter(method for stack in stacks for method in set(stack))
        without = sum(not stack for stack in stacks)
        return (f"{len(stacks)} samples, {without} of them without a stack\n\n"
                f"in the method itself:\n{table(own, len(stacks), lines)}\n\n"
                f"in it and what it called:\n{table(whole, len(stacks), lines)}")

    def stacks(self, file):
        """Of each sample the names of its methods, the running one first."""
        printed = self.run("jfr", "print", "--stack-depth", "256", "--events", EVENT, file)
        found = []
        for line in printed.splitlines():
            if line.startswith(EVENT):
                found.append([])
            elif frame := FRAME.match(line):
                found[-1].append(short(frame[1]))
        return found


def short(method):
    """Without the package, and without what tells one run's lambda classes apart."""
    owner, _, name = re.sub(r"/0x[0-9a-f]+", "", method).rpartition(".")
    return f"{owner.rpartition('.')[2]}.{name}"


def table(counted, total, lines):
    return "\n".join(f"{count / total:7.1%}  {method}"
                     for method, count in counted.most_common(lines))
