"""An independent verifier of a case's log, with nothing but the standard library.

    python verify_log.py CASE/log [PROOF...]

Written from the documents, not from the program: C2SP signed-note, tlog-checkpoint, tlog-tiles and tlog-proof,
RFC 6962 for hashes, RFC 8032 for signatures. Checks the signature of the checkpoint, that the bundles hold as
many entries as it says, that their hashes stand in the tiles and lead to its root; and of each proof that its
checkpoint is signed, that its root is that of the log at that size, and that its path leads from the entry to
it. Prints what is wrong; the exit code is 1 then.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

WIDTH = 256
HEAD = "c2sp.org/tlog-proof@v1"

# Ed25519 (RFC 8032, section 5.1), for verification only: no secret is touched, so that speed and timing do not matter.
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(n, point):
    out = (0, 1, 1, 0)
    while n:
        if n & 1:
            out = add(out, point)
        point, n = add(point, point), n >> 1
    return out


def decompress(data):
    """The point of 32 bytes, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    a, r = decompress(key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = multiply(s, BASE), add(r, multiply(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def climbs(hashed, index, size, path, wanted):
    """Whether a path leads from a leaf to a root (RFC 9162, section 2.1.3.2)."""
    if index >= size:
        return False
    at, last = index, size - 1
    for neighbor in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            hashed = node(neighbor, hashed)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            hashed = node(hashed, neighbor)
        at, last = at >> 1, last >> 1
    return last == 0 and hashed == wanted


class Key:
    def __init__(self, text):
        self.name, told, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
        self.key = raw[1:]
        self.hash = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if raw[0] != 1 or len(self.key) != 32 or self.hash.hex() != told:
            raise ValueError("the key of the log is not what it says")

    def open(self, note):
        """Size and root of a checkpoint whose signature is right."""
        body, signatures = note.split("\n\n", 1)
        body += "\n"
        for line in signatures.splitlines():
            mark, name, data = line.split(" ", 2)
            data = base64.b64decode(data, validate=True)
            if (mark, name, data[:4]) == ("\u2014", self.name, self.hash) and is_signed(self.key, body.encode(), data[4:]):
                origin, size, told = body.splitlines()[:3]
                if origin != self.name:
                    raise ValueError("a checkpoint of another log")
                return int(size), base64.b64decode(told, validate=True)
        raise ValueError("a checkpoint without the signature of the log")


def tile(folder, level, index, width):
    name, rest = f"{index % 1000:03}", index // 1000
    while rest:
        name, rest = f"x{rest % 1000:03}/{name}", rest // 1000
    return folder / "tile" / level / (name + (f".p/{width}" if width < WIDTH else ""))


def entries(folder, size):
    found = []
    for index in range(-(-size // WIDTH)):
        data = tile(folder, "entries", index, min(WIDTH, size - index * WIDTH)).read_bytes()
        while data:
            length = int.from_bytes(data[:2], "big")
            if len(data) < 2 + length:
                raise ValueError("a bundle of entries is cut off")
            found.append(data[2 : 2 + length])
            data = data[2 + length :]
    return found


def check(folder, proofs):
    key = Key((folder / "verifier-key").read_text())
    size, told = key.open((folder / "checkpoint").read_text())
    log = entries(folder, size)
    leaves = [leaf(e) for e in log]
    if len(log) != size:
        yield f"the checkpoint says {size} entries, there are {len(log)}"
    if root(leaves) != told:
        yield "the entries do not lead to the root of the checkpoint"
    for index in range(-(-size // WIDTH)):
        part = leaves[index * WIDTH : (index + 1) * WIDTH]
        if tile(folder, "0", index, len(part)).read_bytes() != b"".join(part):
            yield f"tile {index} does not hold the hashes of its entries"
    for entry in log:
        value = json.loads(entry)
        if value["v"] != 1 or json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() != entry:
            yield "an entry is not in its canonical form"
    for path in proofs:
        head, note = Path(path).read_text().split("\n\n", 1)
        lines = head.splitlines()
        at, way = int(lines[1].removeprefix("index ")), [base64.b64decode(line) for line in lines[2:]]
        then, then_root = key.open(note)
        if lines[0] != HEAD or then > size or root(leaves[:then]) != then_root:
            yield f"{path}: its checkpoint is not one of this log"
        elif not climbs(leaves[at], at, then, way, then_root):
            yield f"{path}: its path does not lead from entry {at} to the root"


def main(args):
    if not args:
        print(__doc__)
        return 2
    try:
        wrong = list(check(Path(args[0]), args[1:]))
    except (OSError, ValueError, IndexError, KeyError) as error:
        wrong = [str(error)]
    print("\n".join(wrong) or "the log is what its checkpoint says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
