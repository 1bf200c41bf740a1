"""Clients that behave: each asks at a pace of its own and looks at every answer."""
import asyncio
import os
from dataclasses import dataclass

from . import frames
from .frames import frame
from .scenarios import HELLO

TEXT = HELLO.encode()
PER_SECOND = 10
WAIT_SECONDS = 30


@dataclass
class Tally:
    asked: int = 0
    answered: int = 0
    wrong: int = 0
    lost: int = 0
    longest: float = 0


class WrongAnswer(Exception):
    pass


async def _http1(port, ask):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def answer(request, wanted):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n")
                      if line.startswith(b"content-length:"))
        body = await reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200 ") or body != wanted:
            raise WrongAnswer(head + body)

    content = os.urandom(10_000)
    post = (b"POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n"
            b"Content-Length: 10000\r\n\r\n" + content)
    turn = 0
    while True:
        turn += 1
        if turn % 10:
            await ask(answer, b"GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n", TEXT)
        else:
            await ask(answer, post, b"10000")


async def _http2(port, ask):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(frames.PREFACE + frame(frames.SETTINGS))

    async def answer(stream):
        writer.write(frames.request(stream, "/plaintext"))
        body = b""
        while True:
            start = await reader.readexactly(9)
            payload = await reader.readexactly(int.from_bytes(start[:3], "big"))
            kind, flags, of = start[3], start[4], int.from_bytes(start[5:], "big")
            if kind == frames.SETTINGS and not flags & frames.ACK:
                writer.write(frame(frames.SETTINGS, frames.ACK))
            elif kind == frames.PING and not flags & frames.ACK:
                writer.write(frame(frames.PING, frames.ACK, 0, payload))
            elif kind in (frames.RST_STREAM, frames.GOAWAY):
                raise WrongAnswer(start + payload)
            elif kind == frames.DATA and of == stream:
                body += payload
                if payload:
                    writer.write(frames.window(0, len(payload)))
            if of == stream and kind in (frames.DATA, frames.HEADERS) and flags & frames.END_STREAM:
                if body != TEXT:
                    raise WrongAnswer(body)
                return

    stream = 1
    while True:
        await ask(answer, stream)
        stream += 2


async def _socket(port, ask):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(frames.upgrade(False))
    await reader.readuntil(b"\r\n\r\n")

    async def answer():
        writer.write(frames.message(0x81, TEXT))
        back = await reader.readexactly(2 + len(TEXT))
        if back != bytes([0x81, len(TEXT)]) + TEXT:
            raise WrongAnswer(back)

    while True:
        await ask(answer)


async def _tcp(port, ask):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def answer():
        writer.write(TEXT)
        back = await reader.readexactly(len(TEXT))
        if back != TEXT:
            raise WrongAnswer(back)

    while True:
        await ask(answer)


KINDS = {"HTTP/1.1": (_http1, 24), "HTTP/2": (_http2, 16), "WebSocket": (_socket, 16),
         "raw TCP": (_tcp, 8)}


async def _visits(client, port, tally, lag):
    loop = asyncio.get_running_loop()
    due = loop.time() + lag

    async def ask(answer, *about):
        nonlocal due
        await asyncio.sleep(due - loop.time())
        # One that was kept waiting does not make up for it.
        due = max(due, loop.time() - 1 / PER_SECOND) + 1 / PER_SECOND
        began = loop.time()
        tally.asked += 1
        await asyncio.wait_for(answer(*about), WAIT_SECONDS)
        tally.answered += 1
        tally.longest = max(tally.longest, loop.time() - began)

    while True:
        try:
            await client(port, ask)
        except WrongAnswer:
            tally.wrong += 1
        except (ConnectionError, EOFError, TimeoutError, asyncio.IncompleteReadError):
            tally.lost += 1
        await asyncio.sleep(0.2)


def gather(ports, tallies):
    """Starts them all; what they were answered is counted by kind."""
    started = []
    for name, (client, count) in KINDS.items():
        tally = tallies.setdefault(name, Tally())
        for number in range(count):
            lag = number / count / PER_SECOND
            started.append(asyncio.ensure_future(
                _visits(client, ports[client is _tcp], tally, lag)))
    return started


def pace():
    """Requests a second, of all of them together."""
    return sum(count for _, count in KINDS.values()) * PER_SECOND
