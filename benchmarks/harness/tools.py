"""The programs of other packages that are needed, and how they are told which cipher to take."""
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

# Program, and the Debian package that has it.
PACKAGES = {"taskset": "util-linux", "curl": "curl", "wrk": "wrk", "h2load": "nghttp2-client",
            "nginx": "nginx-light"}

SUITE = "TLS_AES_128_GCM_SHA256"

# TLS 1.3 for all servers, with one suite: they would choose differently.
OPENSSL = f"""\
openssl_conf = openssl
[openssl]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
MinProtocol = TLSv1.3
Ciphersuites = {SUITE}
"""


def path(program):
    """nginx is where only root looks."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")


def need(scenarios, servers):
    programs = {"taskset", "curl"}
    programs |= {one.client for one in scenarios if not one.echo}
    programs |= {"nginx"} & set(servers)
    if missing := sorted(program for program in programs if not path(program)):
        packages = " ".join(sorted(PACKAGES[program] for program in missing))
        sys.exit(f"not found: {', '.join(missing)}; on Debian: apt install {packages}")


@cache
def directory():
    """Removed when this process ends."""
    holder = tempfile.TemporaryDirectory(prefix="tako-benchmarks-")
    directory.holder = holder
    return Path(holder.name)


@cache
def environment():
    """For wrk, which has no option for the suite."""
    config = directory() / "openssl.cnf"
    config.write_text(OPENSSL)
    return {**os.environ, "OPENSSL_CONF": str(config)}


def run(core, command, seconds):
    """Its output; on that core alone."""
    done = subprocess.run(["taskset", "-c", str(core), *command], capture_output=True, text=True,
                          timeout=seconds + 60, env=environment())
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
