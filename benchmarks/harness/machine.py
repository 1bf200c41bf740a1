"""The facts a reader needs to judge a number."""
import os
import platform
import re
import subprocess

from . import tools
from .build import ROOT

LIBRARIES = ["netty-codec-http2", "netty-tcnative-boringssl-static", "reactor-netty-http",
             "spring-boot", "spring-webflux", "vertx-web", "helidon-webserver", "armeria",
             "tools/jackson/core/jackson-databind"]


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


def field(path, name):
    with open(path) as lines:
        for line in lines:
            if line.startswith(name):
                return line.partition(":")[2].strip()
    return "unknown"


def commit():
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def versions(class_path):
    found = []
    for library in LIBRARIES:
        # Jackson 2 is there as well, under the same name in another group.
        name = library.rpartition("/")[2]
        version = re.search(rf"/{library}(?:/[^/:]+)?/{name}-(\d[^/:-]*)[^/:]*\.jar", class_path)
        found.append(f"{name} {version[1] if version else 'absent'}")
    return ", ".join(found)


def load_average():
    return " ".join(f"{load:.2f}" for load in os.getloadavg())


def facts(java, class_path, load_before, nginx):
    memory = int(field("/proc/meminfo", "MemTotal").split()[0]) / 1024**2
    return {
        "machine": f"{field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} CPUs, "
                   f"{memory:.1f} GiB, {platform.system()} {platform.release()}",
        "load average": f"{load_before} at the start, {load_average()} at the end",
        "java": output(java, "-version").splitlines()[-1],
        "libraries": versions(class_path),
        "clients": ", ".join(output(*command).splitlines()[0]
                             for command in (("wrk", "-v"), ("h2load", "--version"))
                             if tools.path(command[0])),
        **({"nginx": output(tools.path("nginx"), "-v")} if nginx else {}),
        "commit": commit(),
    }
