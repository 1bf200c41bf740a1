"""nginx with one worker and fixed answers, the peer that is not on a JVM."""
import os
import signal
import socket
import subprocess
import time

from . import tools
from .scenarios import JSON, PLAINTEXT
from .server import Server

START_SECONDS = 10

CONFIG = """\
daemon off;
{user}
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    ssl_certificate {directory}/certificate.pem;
    ssl_certificate_key {directory}/key.pem;
    ssl_protocols TLSv1.3;
    http2_max_concurrent_streams 128;
    server {{
        listen 127.0.0.1:{port}{options};
        location = /plaintext {{ default_type text/plain; return 200 '{plaintext}'; }}
        location = /json {{ default_type application/json; return 200 '{json}'; }}
    }}
}}
"""


class KnownNginx:
    name = "nginx"
    description = "nginx, one worker, a fixed answer from its configuration; no POST"
    protocols = ["h1", "h2c", "tls-h1", "tls-h2"]
    flags = None

    def __init__(self, class_path):
        self.class_path = class_path

    def can(self, scenario):
        return scenario.protocol in self.protocols and scenario.request.method == "GET"

    def start(self, java, core, protocol):
        directory = tools.directory() / f"nginx-{protocol}"
        directory.mkdir()
        subprocess.run([java, "-cp", self.class_path, "io.tako.benchmarks.Main", "--identity",
                        directory], check=True)
        return Nginx(core, protocol, directory)


class Nginx(Server):
    def __init__(self, core, protocol, directory):
        port = free_port()
        options = (" ssl" if protocol.startswith("tls-") else "") + (
            " http2" if protocol in ("h2c", "tls-h2") else "")
        config = directory / "nginx.conf"
        config.write_text(CONFIG.format(
            directory=directory, port=port, options=options,
            user="user root;" if os.geteuid() == 0 else "",
            plaintext=PLAINTEXT.answer, json=JSON.answer))
        super().__init__("nginx", subprocess.Popen(
            ["taskset", "-c", str(core), tools.path("nginx"), "-e", "stderr", "-c", str(config)]))
        self.port = port
        try:
            self.wait()
        except BaseException:
            self.close()
            raise

    def processes(self):
        """The master and its worker."""
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            return [pid, *map(int, children.read().split())]

    def wait(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f"nginx ended with {self.process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def end(self):
        self.process.send_signal(signal.SIGTERM)


def free_port():
    """Free when asked; nginx has no other way to be given any port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
