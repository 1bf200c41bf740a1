"""HTTP/2 and WebSocket by hand: what clients send that no library would."""
import base64
import os
import zlib

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
ACK = END_STREAM = 1
END_HEADERS = 4
CANCEL = 8


def frame(kind, flags=0, stream=0, payload=b""):
    """RFC 9113 section 4.1."""
    return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big")
            + payload)


def _literal(index, value):
    """A field of the static table's name, not indexed (RFC 7541 section 6.2.2)."""
    name = bytes([index]) if index < 15 else bytes([15, index - 15])
    return name + bytes([len(value)]) + value.encode()


def head(path, method="GET", length=None):
    block = bytes([0x82 if method == "GET" else 0x83, 0x86]) + _literal(4, path) + _literal(1, "a")
    return block + (_literal(28, str(length)) if length is not None else b"")


def request(stream, path, method="GET", length=None, end=True):
    return frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream,
                 head(path, method, length))


def reset(stream):
    return frame(RST_STREAM, 0, stream, CANCEL.to_bytes(4, "big"))


def window(stream, more):
    return frame(WINDOW_UPDATE, 0, stream, more.to_bytes(4, "big"))


def upgrade(compressed):
    key = base64.b64encode(os.urandom(16)).decode()
    extension = "Sec-WebSocket-Extensions: permessage-deflate\r\n" if compressed else ""
    return (f"GET /echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{extension}\r\n").encode()


def message(first, payload=b""):
    """A frame with a mask of zeros (RFC 6455 section 5.2); first is its first byte."""
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 65536:
        length = bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        length = bytes([0x80 | 127]) + size.to_bytes(8, "big")
    return bytes([first]) + length + bytes(4) + payload


def deflated(size):
    """What expands to so many letters, as a first fragment may be (RFC 7692)."""
    pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pressed.compress(b"a" * size) + pressed.flush(zlib.Z_SYNC_FLUSH)
