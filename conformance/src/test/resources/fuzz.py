"""Autobahn's wstest, more patient and less busy.

Its cases wait half a second or one, which a busy machine needs five times over. And most of its time
goes into masking and reading megabytes byte by byte in Python, which is no test of a server.
"""
from autobahn import websocket
from autobahn.utf8validator import Utf8Validator
from autobahn.xormasker import XorMaskerNull, createXorMasker
from autobahntestsuite import fuzzing, wstest
from java.util import BitSet

PATIENCE = 5
SHORT = 128


def be_patient(name):
    own = getattr(fuzzing.FuzzingProtocol, name)

    def later(self, delay, *more):
        own(self, PATIENCE * delay, *more)

    setattr(fuzzing.FuzzingProtocol, name, later)


class WholeMasker(XorMaskerNull):
    """Masks what it is given at once."""

    def __init__(self, mask):
        XorMaskerNull.__init__(self)
        self.mask = mask

    def process(self, data):
        size = len(data)
        at = self.ptr & 3
        self.ptr += size
        bits = BitSet.valueOf(data)
        bits.xor(BitSet.valueOf((self.mask * (size // 4 + 2))[at:at + size]))
        # The set does not know of zeros at the end.
        return bits.toByteArray().tostring().ljust(size, "\0")


class AsciiFirst(Utf8Validator):
    """Reads text byte by byte only if there is more in it than ASCII."""

    def validate(self, text):
        if self.state == Utf8Validator.UTF8_ACCEPT:
            try:
                text.decode("ascii")
                self.i += len(text)
                return True, True, len(text), self.i
            except UnicodeDecodeError:
                pass
        return Utf8Validator.validate(self, text)


def create_masker(mask, size=None):
    return createXorMasker(mask, size) if size is None or size < SHORT else WholeMasker(mask)


def write_json(self):
    write_all(self, produceHtml=False)


for name in ("killAfter", "closeAfter", "continueLater"):
    be_patient(name)
websocket.createXorMasker = create_masker
websocket.Utf8Validator = AsciiFirst
write_all = fuzzing.FuzzingFactory.createReports
fuzzing.FuzzingFactory.createReports = write_json
wstest.run()
