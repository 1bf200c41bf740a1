"""The JDK's flight recorder, on a running server."""
import json
import subprocess
from collections import Counter
from pathlib import Path

EVENT = "jdk.CPUTimeSample"


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
        self.run("jcmd", self.pid, "JFR.start", "name=profile", "settings=none",
                 f"{EVENT}#enabled=true", f"{EVENT}#throttle=10ms")

    def stop(self, file):
        self.run("jcmd", self.pid, "JFR.stop", "name=profile", f"filename={file}")

    def report(self, file, lines):
        """The methods that were running, and those that were running or waited for one they had
        called."""
        stacks = self.stacks(file)
        own = Counter(stack[0] for stack in stacks if stack)
        whole = Counter(method for stack in stacks for method in set(stack))
        without = sum(not stack for stack in stacks)
        return (f"{len(stacks)} samples, {without} of them without a stack\n\n"
                f"in the method itself:\n{table(own, len(stacks), lines)}\n\n"
                f"in it and what it called:\n{table(whole, len(stacks), lines)}")

    def stacks(self, file):
        printed = json.loads(self.run("jfr", "print", "--json", "--stack-depth", "256",
                                      "--events", EVENT, file))
        return [[name(frame["method"]) for frame in (event["values"]["stackTrace"] or
                                                     {"frames": []})["frames"]]
                for event in printed["recording"]["events"]]


def name(method):
    kind = method["type"]["name"].rpartition("/")[2] if method["type"] else "?"
    return f"{kind.rpartition('.')[2]}.{method['name']}"


def table(counted, total, lines):
    return "\n".join(f"{count / total:7.1%}  {method}"
                     for method, count in counted.most_common(lines))
