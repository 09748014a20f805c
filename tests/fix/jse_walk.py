"""An independent walk over a FIX log: prints what its X messages hold, one line an entry.

Usage: jse_walk.py LOG. A line is `symbol type price net_change`, decimals as they are written;
at the end the counts of messages, of those of type X, and of entries.
"""
import re
import sys

data = open(sys.argv[1], "rb").read()
messages = increments = entries = 0
for match in re.finditer(rb"8=FIX[^\x01]*\x019=(\d+)\x01", data):
    end = match.end() + int(match.group(1))
    body, trailer = data[match.end() : end], data[end : end + 7]
    assert int(trailer[3:6]) == sum(data[match.start() : end]) % 256, match.start()
    messages += 1
    fields = [field.split(b"=", 1) for field in body.split(b"\x01")[:-1]]
    if fields[0] != [b"35", b"X"]:
        continue
    increments += 1
    entry = None
    for tag, value in fields + [[b"279", b""]]:
        if tag == b"279":
            if entry is not None:
                entries += 1
                print(*(entry.get(t, b"-").decode() for t in (b"55", b"269", b"270", b"451")))
            entry = {}
        elif entry is not None:
            entry[tag] = value
print(messages, increments, entries)
