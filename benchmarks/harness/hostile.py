"""Peers that mean no good: each does one thing over and over, at a bounded pace, and comes back
when the server has ended its connection."""
import asyncio
import socket

from . import frames
from .frames import frame

# How long one keeps at it on a connection that the server leaves open, and rests after it.
LIFE_SECONDS = 40
REST_SECONDS = 0.5
SMALL = 4096


class Peer:
    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    def send(self, data):
        """Without a bound of its own: what the server does not take is dropped here."""
        if self.writer.transport.get_write_buffer_size() < 256 * 1024:
            self.writer.write(data)

    async def swallow(self):
        while await self.reader.read(65536):
            pass


async def opened(port, reads):
    """One that does not read keeps its receive buffer small."""
    loop = asyncio.get_running_loop()
    plain = socket.socket()
    plain.setblocking(False)
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536 if reads else SMALL)
    await loop.sock_connect(plain, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=plain, limit=SMALL)
    return Peer(reader, writer)


async def pipelines_and_reads_nothing(peer):
    while True:
        peer.send(b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n" * 200)
        await asyncio.sleep(0.1)


async def declares_a_body_and_sends_a_byte(peer):
    peer.send(b"POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Type: application/octet-stream\r\n"
              b"Content-Length: 2097152\r\n\r\nx")
    await peer.swallow()


async def sends_chunks_of_a_byte(peer):
    peer.send(b"POST /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        peer.send(b"1\r\nx\r\n" * 1000)
        await asyncio.sleep(0.1)


async def sends_a_byte_a_second(peer):
    peer.send(b"POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
    while True:
        peer.send(b"x")
        await asyncio.sleep(1)


async def reads_a_little_a_second(peer):
    peer.send(b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
    while await peer.reader.read(10):
        await asyncio.sleep(1)


async def leaves_in_the_middle_of_a_body(peer):
    peer.send(b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + bytes(1500))
    await asyncio.sleep(0.2)


async def opens_streams_and_reads_nothing(peer):
    peer.send(frames.PREFACE + frame(frames.SETTINGS))
    stream = 1
    while True:
        burst = []
        for _ in range(500):
            burst.append(frames.request(stream, "/big"))
            stream += 2
        peer.send(b"".join(burst))
        await asyncio.sleep(0.1)


async def takes_requests_back(peer):
    peer.send(frames.PREFACE + frame(frames.SETTINGS))
    stream = 1
    while not peer.reader.at_eof():
        peer.send(b"".join(frames.request(one, "/plaintext") + frames.reset(one)
                           for one in range(stream, stream + 100, 2)))
        stream += 100
        await asyncio.sleep(0.1)
        await asyncio.wait_for(peer.reader.read(65536), 5)


async def declares_a_hundred_bodies(peer):
    peer.send(frames.PREFACE + frame(frames.SETTINGS))
    for stream in range(1, 201, 2):
        peer.send(frames.request(stream, "/bytes", "POST", 2097152, end=False)
                  + frame(frames.DATA, 0, stream, b"x"))
    await peer.swallow()


async def pings_and_reads_nothing(peer):
    peer.send(frames.PREFACE + frame(frames.SETTINGS))
    while True:
        peer.send(frame(frames.PING, 0, 0, bytes(8)) * 500)
        await asyncio.sleep(0.1)


async def sends_empty_fragments(peer):
    peer.send(frames.upgrade(True))
    await peer.reader.readuntil(b"\r\n\r\n")
    peer.send(frames.message(0x41, frames.deflated(256 * 1024 - 1)))
    while not peer.reader.at_eof():
        peer.send(frames.message(0x00) * 5000)
        await asyncio.sleep(0.1)


async def pings_a_socket_and_reads_nothing(peer):
    peer.send(frames.upgrade(False))
    while True:
        peer.send(frames.message(0x89, bytes(100)) * 200)
        await asyncio.sleep(0.1)


async def talks_to_a_socket_and_reads_nothing(peer):
    peer.send(frames.upgrade(False))
    while True:
        peer.send(frames.message(0x81, b"a" * 20000))
        await asyncio.sleep(0.1)


async def has_tcp_echoed_and_reads_nothing(peer):
    while True:
        peer.send(bytes(65536))
        await asyncio.sleep(0.1)


READING = {declares_a_body_and_sends_a_byte, takes_requests_back, declares_a_hundred_bodies,
           sends_empty_fragments}
OVER_TCP = {has_tcp_echoed_and_reads_nothing}
# How many of each there are at once.
CROWD = {
    pipelines_and_reads_nothing: 4, declares_a_body_and_sends_a_byte: 50,
    sends_chunks_of_a_byte: 4, sends_a_byte_a_second: 10, reads_a_little_a_second: 10,
    leaves_in_the_middle_of_a_body: 4, opens_streams_and_reads_nothing: 4, takes_requests_back: 2,
    declares_a_hundred_bodies: 4, pings_and_reads_nothing: 2, sends_empty_fragments: 2,
    pings_a_socket_and_reads_nothing: 2, talks_to_a_socket_and_reads_nothing: 4,
    has_tcp_echoed_and_reads_nothing: 4,
}


async def _over_and_over(deed, port, ends):
    while True:
        peer = None
        try:
            peer = await opened(port, deed in READING)
            await asyncio.wait_for(deed(peer), LIFE_SECONDS)
            ends[deed.__name__, "ended"] += 1
        except (ConnectionError, EOFError, asyncio.IncompleteReadError):
            ends[deed.__name__, "ended"] += 1
        except TimeoutError:
            ends[deed.__name__, "left"] += 1
        finally:
            if peer:
                peer.writer.transport.abort()
        await asyncio.sleep(REST_SECONDS)


def gather(ports, ends):
    """Starts them all; how their connections ended is counted by deed."""
    return [asyncio.ensure_future(_over_and_over(deed, ports[deed in OVER_TCP], ends))
            for deed, count in CROWD.items() for _ in range(count)]
