"""Cuts the power at random instants of a run, as a disk could: unsynced writes are lost or torn.

strace writes down every write, truncation, sync, rename and removal of the ledger, its log and its
mark, and every POST as it leaves. For each cut the files are rebuilt from what was synced by then and
a random part of what was not: whole writes, single sectors, a torn last one. Names become durable in
their order, as a journaling file system does it. SQLite opens what is left, and every POST that had
left must have its intent there; the mark may lag behind the ledger and never lead it.

The same trace without the syncs that `synchronous=NORMAL` leaves out (of the log, but for the one
before a checkpoint) must lose intents: else the replay would prove nothing.
"""
import os, random, re, shutil, sqlite3, tempfile
import checker
from campaign import HOLDER, Campaign, Case, Failed, options, skip

NAME = "power cut"
ROWS = 24
SECTOR = 512
CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat," \
        "sendto,sendmsg"
chosen = options(__doc__, cuts=(1200, 10000))
if not shutil.which("strace"):
    skip(NAME, "strace is not installed")
campaign = Campaign(chosen, NAME)

START = re.compile(r"^(\d+) +(\w+)\((.*)$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
DESCRIPTOR = re.compile(r"^(?:\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
REFERENCE = re.compile(rb'"reference":"([^"]*)"')


def hexadecimal(text):
    return bytes.fromhex(text.replace("\\x", ""))


def bytes_of(match):
    if match.group(2):
        raise Failed("the trace cut a write short")
    return hexadecimal(match.group(1))


def path_of(match):
    return bytes_of(match).decode()


class Trace:
    """The operations of one run, in order: (kind, file, …)."""

    def __init__(self, path, folder):
        self.folder, self.operations, self.begun = folder, [], {}
        for line in open(path, encoding="latin-1"):
            self.line(line.rstrip("\n"))

    def is_watched(self, path):
        name = os.path.basename(path)
        return os.path.dirname(path) == self.folder and (
            name.startswith(("l.sqlite", ".")) and not name.endswith((".lock", "-shm", ".emergency")))

    def line(self, line):
        start = START.match(line)
        if start and line.endswith("<unfinished ...>"):
            thread, call, rest = start.groups()
            self.begun[thread] = (call, rest)
            self.entered(call, rest)
        elif start:
            _, call, rest = start.groups()
            if " = -1 " not in rest:
                self.entered(call, rest)
                self.left(call, rest)
        elif match := RESUMED.match(line):
            thread, call, rest = match.groups()
            begun = self.begun.pop(thread, (call, ""))[1]
            if " = -1 " not in rest:
                self.left(call, begun.replace("<unfinished ...>", "") + rest)

    def entered(self, call, rest):
        """What counts from its beginning: bytes that go out, bytes that are handed to the disk."""
        descriptor = DESCRIPTOR.match(rest)
        path = hexadecimal(descriptor.group(1)).decode() if descriptor else None
        if call in ("sendto", "sendmsg"):
            data = b"".join(bytes_of(match) for match in TEXT.finditer(rest))
            if found := REFERENCE.search(data):
                self.operations.append(("post", checker.token_number(found.group(1).decode())))
        elif path is None or not self.is_watched(path):
            return
        elif call in ("write", "pwrite64"):
            match = TEXT.search(rest)
            offset = re.search(r", (\d+)\)? *(?:=|<unf)", rest[match.end():])
            place = int(offset.group(1)) if call == "pwrite64" and offset else None
            self.operations.append(("write", path, place, bytes_of(match)))
        elif call == "ftruncate":
            size = re.search(r", (\d+)", rest).group(1)
            self.operations.append(("truncate", path, int(size)))

    def left(self, call, rest):
        """What counts when it is over: syncs and names."""
        if call in ("fsync", "fdatasync"):
            path = hexadecimal(DESCRIPTOR.match(rest).group(1)).decode()
            if path == self.folder or self.is_watched(path):
                self.operations.append(("sync", path))
        if call != "openat" and not call.startswith(("rename", "unlink")):
            return
        names = [os.path.join(self.folder, path_of(match)) for match in TEXT.finditer(rest)]
        if call == "openat" and names and "O_CREAT" in rest and self.is_watched(names[0]):
            self.operations.append(("create", names[0]))
        elif call.startswith("rename") and self.is_watched(names[-1]):
            self.operations.append(("rename", names[0], names[-1]))
        elif call.startswith("unlink") and self.is_watched(names[0]):
            self.operations.append(("unlink", names[0]))


def without_full(operations):
    """The operations as with synchronous=NORMAL: the log is synced before a checkpoint only."""
    kept = []
    for place, operation in enumerate(operations):
        if operation[0] == "sync" and operation[1].endswith("-wal"):
            following = next((o for o in operations[place + 1:place + 40] if o[0] == "write"), None)
            if following is None or not following[1].endswith("l.sqlite"):
                continue
        kept.append(operation)
    return kept


class File:
    def __init__(self):
        self.synced, self.pending, self.end = bytearray(), [], 0

    def write(self, place, data):
        place = self.end if place is None else place
        self.pending.append((place, data))
        self.end = max(self.end, place + len(data))

    def truncate(self, size):
        self.pending.append((size, None))
        self.end = size

    def sync(self):
        for operation in self.pending:
            apply(self.synced, operation)
        self.pending = []

    def after_a_cut(self, dice):
        """What the disk holds: all that was synced, and some of the rest."""
        content = bytearray(self.synced)
        mode = dice.choice(("none", "all", "prefix", "subset", "sectors"))
        pending = self.pending
        if mode == "none":
            pending = []
        elif mode == "prefix":
            pending = pending[:dice.randint(0, len(pending))]
        elif mode == "subset":
            pending = [operation for operation in pending if dice.random() < 0.5]
        for operation in pending:
            if mode == "sectors" and operation[1]:
                place, data = operation
                for start in range(0, len(data), SECTOR):
                    if dice.random() < 0.7:
                        apply(content, (place + start, data[start:start + SECTOR]))
            else:
                apply(content, operation)
        if mode == "prefix" and len(pending) < len(self.pending):
            place, data = self.pending[len(pending)]
            if data:
                apply(content, (place, data[:dice.randrange(len(data))]))
        return content


def apply(content, operation):
    place, data = operation
    if data is None:
        del content[place:]
        content.extend(bytes(place - len(content)))
        return
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    content[place:place + len(data)] = data


class Disk:
    """Files by name, and what of the names is durable."""

    def __init__(self):
        self.names, self.durable, self.pending = {}, {}, []
        self.posts = set()

    def play(self, operation):
        kind, *rest = operation
        if kind == "post":
            self.posts.add(rest[0])
        elif kind == "write":
            self.file(rest[0]).write(rest[1], rest[2])
        elif kind == "truncate":
            self.file(rest[0]).truncate(rest[1])
        elif kind == "create":
            self.file(rest[0])
        elif kind == "sync":
            if rest[0] in self.names:
                self.names[rest[0]].sync()
            for change in self.pending:
                self.rename(self.durable, change)
            self.pending = []
        else:
            self.rename(self.names, change := self.change(operation))
            self.pending.append(change)

    def file(self, path):
        if path not in self.names:
            self.names[path] = File()
            self.pending.append(("set", path, self.names[path]))
        return self.names[path]

    def change(self, operation):
        if operation[0] == "unlink":
            return ("drop", operation[1], None)
        return ("move", operation[2], self.names.get(operation[1]), operation[1])

    def rename(self, names, change):
        kind, path, file = change[:3]
        if kind == "drop":
            names.pop(path, None)
        elif file is not None:
            names[path] = file
            if kind == "move":
                names.pop(change[3], None)

    def after_a_cut(self, dice):
        names = dict(self.durable)
        for change in self.pending[:dice.randint(0, len(self.pending))]:
            self.rename(names, change)
        return {path: file.after_a_cut(dice) for path, file in names.items()}


def judge(disk, dice, deep):
    """What is wrong after a cut at this instant: lost intents, a mark that leads, a broken file."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        for path, content in disk.after_a_cut(dice).items():
            with open(f"{folder}/{os.path.basename(path)}", "wb") as out:
                out.write(content)
        mark = f"{folder}/l.sqlite.mark"
        lines = open(mark, "rb").read().split(b"\n") if os.path.exists(mark) else []
        # The first line is the ledger's identity and an attempt; what has no line end was cut short.
        told = [line.split(b" ")[-1] for line in lines[:-1]]
        marked = max((int(number) for number in told if number.isdigit()), default=0)
        tokens, highest = set(), 0
        try:
            ledger = sqlite3.connect(f"{folder}/l.sqlite")
            if deep and ledger.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                return "integrity_check fails"
            if checker.has_table(ledger, "attempt"):
                for token, number in ledger.execute("SELECT token, id FROM attempt"):
                    tokens.add(token)
                    highest = max(highest, number)
            ledger.close()
        except sqlite3.Error as error:
            return f"the ledger cannot be read: {error}"
    if marked > highest:
        return f"the mark says {marked} attempts, the ledger has {highest}"
    lost = disk.posts - tokens
    return f"{len(lost)} intents were lost" if lost else None


def replay(operations, cuts, dice):
    """Plays the operations and cuts the power `cuts` times on the way."""
    places = sorted(dice.randint(0, len(operations)) for _ in range(cuts))
    disk, faults, done = Disk(), [], 0
    for number, place in enumerate(places):
        while done < place:
            disk.play(operations[done])
            done += 1
        fault = judge(disk, dice, deep=number % 10 == 0)
        if fault:
            faults.append((place, fault))
    return faults


def traced_run():
    case = Case(chosen.certmail, ROWS, api="server", name="power", store_outside=True)
    path = f"{case.folder}/evidence/trace"
    run = case.run(prefix=["strace", "-f", "-y", "-xx", "-s", "200000", "-o", path, "-e",
                           f"trace={CALLS}"])
    if run["exit"] != 0:
        raise Failed(f"the traced run ended with {run['exit']} in {case.folder}")
    trace = Trace(path, case.folder)
    os.remove(path)
    case.close()
    return trace.operations


MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else HOLDER


def power(key, dice):
    operations = traced_run()
    posts = sum(1 for operation in operations if operation[0] == "post")
    syncs = sum(1 for operation in operations if operation[0] == "sync")
    if posts < ROWS:
        raise Failed(f"the trace shows {posts} POSTs of {ROWS}")
    faults = replay(operations, chosen.cuts, dice)
    if faults:
        raise Failed(f"{len(faults)} of {chosen.cuts} cuts: {faults[:3]}")
    relaxed = without_full(operations)
    lost = replay(relaxed, chosen.cuts // 4, dice)
    if len(lost) < chosen.cuts // 40:
        raise Failed(f"synchronous=NORMAL lost intents in {len(lost)} cuts only: this proves nothing")
    campaign.add(cuts=chosen.cuts, operations=len(operations), syncs=syncs, POSTs=posts)
    campaign.words = f"with NORMAL {len(lost)} of {chosen.cuts // 4} cuts lose intents, as they must"


campaign.words = ""
campaign.play([0], power).end(campaign.words)
