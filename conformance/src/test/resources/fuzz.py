"""Autobahn's wstest, with patience: its cases wait half a second or one, which a busy machine needs."""
from autobahntestsuite import fuzzing, wstest

PATIENCE = 5


def be_patient(name):
    own = getattr(fuzzing.FuzzingProtocol, name)

    def later(self, delay, *more):
        own(self, PATIENCE * delay, *more)

    setattr(fuzzing.FuzzingProtocol, name, later)


for name in ("killAfter", "closeAfter", "continueLater"):
    be_patient(name)
wstest.run()
