"""Many connections to an echo that mostly do nothing, and how they end."""
import resource
import select
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from .scenarios import HELLO

TEXT = HELLO.encode()
WAIT_SECONDS = 30
# What a process opens besides.
OTHER_FILES = 1000


def allow(connections):
    """Lets this process, and those it starts, have so many connections."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHER_FILES
    if most != resource.RLIM_INFINITY and most < wanted:
        sys.exit(f"{connections} connections need {wanted} open files; ulimit -Hn says {most}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def opened(port):
    """A connection that has echoed one message."""
    connection = socket.create_connection(("127.0.0.1", port), WAIT_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(TEXT)
    answer = b""
    while len(answer) < len(TEXT):
        piece = connection.recv(len(TEXT) - len(answer))
        if not piece:
            raise EOFError("the server ended a connection")
        answer += piece
    if answer != TEXT:
        raise RuntimeError(f"the server answered {answer}")
    return connection


def close(connections):
    """Waits until the server has ended each, too."""
    for one in connections:
        one.shutdown(socket.SHUT_WR)
    for one in connections:
        if one.recv(1):
            raise RuntimeError("a message came that nobody asked for")
        one.close()


@dataclass
class Ends:
    """How many connections the server ended, in order or with a reset, and when the last one was."""
    ended: Counter = field(default_factory=Counter)
    reset: Counter = field(default_factory=Counter)
    open: int = 0
    seconds: float = 0


def drain(server, crowds, limit):
    """Asks the process to end and watches: crowds are connections by a name; those called busy
    send a message whenever one came back. Nobody else ends a connection."""
    names = {}
    connections = {}
    poll = select.epoll()
    for name, crowd in crowds.items():
        for one in crowd:
            one.setblocking(False)
            names[one.fileno()] = name
            connections[one.fileno()] = one
            poll.register(one, select.EPOLLIN)
            if name == "busy":
                one.send(TEXT)
    ends = Ends()
    # Some messages, so that the busy ones are under way.
    answered = 0
    while answered < 10 * len(crowds.get("busy", ())):
        for number, _ in poll.poll(WAIT_SECONDS):
            connections[number].send(connections[number].recv(len(TEXT)))
            answered += 1
    started = time.monotonic()
    server.process.terminate()
    while connections and (left := started + limit - time.monotonic()) > 0:
        for number, _ in poll.poll(left):
            one = connections[number]
            how = pass_on(one)
            if how:
                getattr(ends, how)[names[number]] += 1
                ends.seconds = time.monotonic() - started
                poll.unregister(one)
                del connections[number]
                one.close()
    ends.open = len(connections)
    return ends, started


def pass_on(connection):
    """Sends back what came, of an echo the next message; else how the connection ended."""
    try:
        came = connection.recv(len(TEXT))
        if not came:
            return "ended"
        connection.send(came)
    except BrokenPipeError:
        # What is told of the end is still to be read.
        return None
    except ConnectionResetError:
        return "reset"
    return None
