"""Finds a JDK and keeps the module's classes up to date."""
import os
import re
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

MODULE = Path(__file__).resolve().parent.parent
ROOT = MODULE.parent
CLASSES = MODULE / "target" / "classes"
CLASS_PATH = MODULE / "target" / "class-path"
OLDEST_JDK = 25


def java():
    """The java command of a JDK new enough: JAVA_HOME, the PATH, then the usual places."""
    on_path = shutil.which("java")
    homes = [os.environ.get("JAVA_HOME"),
             on_path and str(Path(on_path).resolve().parent.parent),
             *sorted(glob("/usr/lib/jvm/*"), reverse=True),
             *sorted(glob(os.path.expanduser("~/.sdkman/candidates/java/*")), reverse=True),
             *sorted(glob(os.path.expanduser("~/.jdks/*")), reverse=True)]
    for home in filter(None, homes):
        if version(home) >= OLDEST_JDK:
            return str(Path(home) / "bin" / "java")
    sys.exit(f"no JDK {OLDEST_JDK} or later found: set JAVA_HOME to one")


def version(home):
    release = Path(home) / "release"
    if not release.is_file():
        return 0
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
    return int(found[1]) if found else 0


def newest_source():
    sources = [ROOT / "pom.xml", *ROOT.glob("**/pom.xml"), *ROOT.glob("**/src/main/**/*")]
    return max(source.stat().st_mtime for source in sources if source.is_file())


def stale():
    if not (CLASSES.is_dir() and CLASS_PATH.is_file()):
        return True
    entries = CLASS_PATH.read_text().strip().split(os.pathsep)
    return (CLASS_PATH.stat().st_mtime < newest_source()
            or not all(os.path.exists(entry) for entry in entries))


def class_path():
    """The class path to run with, after a build when a source is newer than the last one."""
    if stale():
        command = ["mvn", "-B", "-q", "-pl", MODULE.name, "-am", "-DskipTests", "package"]
        print("building:", *command, file=sys.stderr)
        if subprocess.run(command, cwd=ROOT).returncode:
            sys.exit("the build failed")
        # Maven leaves the file alone when its content did not change.
        os.utime(CLASS_PATH)
    return f"{CLASSES}{os.pathsep}{CLASS_PATH.read_text().strip()}"
