"""Checks from outside that a job's results keep the promise: invariants I1 to I14.

usage: checker.py FOLDER [--mid] [--restored] [--injected N]

FOLDER holds job.json and what its runs left: the ledger, the output folder, the sandbox's store and
journal, and `evidence/` (runs.jsonl, wire.jsonl, what the runs printed), which `campaign.py` writes.
Shares no code with the program: SQL on the ledger, the journal, reports, labels, exit statuses.

  --mid         faults still play or the last run was killed: I9 and what a clean end owes are left out
  --restored    the ledger was restored or lost: attempts may be forgotten, rows may be held
  --injected N  outcomes that faults on the API's side may have made uncertain
"""
import csv, hashlib, json, os, re, shutil, sqlite3, sys, tempfile
from collections import Counter

CROCKFORD = {digit: value for value, digit in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
TOKEN = re.compile(r"~([0-9A-HJKMNP-TV-Z]{12})(?:\s|$)")
KEY = re.compile(rb"321m_(?:test|live)_[A-Za-z0-9]{24,}")
EXIT_STATUSES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 130}
UNSETTLED = {"queued", "submitting", "uncertain", "mailed"}
OPEN = {"uncertain", "absent", "submitting"}
ATTENTION = {"invalid", "refused", "held"}
UNKNOWN = {"outcomeUnknown", "interrupted", "interruptedAlone"}

# Written down from the drawing in the design, not from the program.
TRANSITIONS = {
    "queued": {"submitting", "held", "invalid", "mailed", "cancelled"},
    "submitting": {"mailed", "refused", "queued", "uncertain"},
    "uncertain": {"mailed", "absent", "queued", "cancelled"},
    "absent": {"mailed", "queued", "cancelled"},
    "mailed": {"done"},
    "done": {"mailed"},
    "held": {"queued", "mailed", "invalid", "cancelled"},
    "invalid": {"held", "invalid", "queued", "duplicate", "cancelled"},
    "refused": {"held", "invalid", "queued", "duplicate", "cancelled"},
    "duplicate": set(), "ignored": set(), "cancelled": set(),
}


def token_number(text):
    """The sixty bits of the token at the end of a reference, or None."""
    match = TOKEN.search(text or "")
    if not match:
        return None
    number = 0
    for digit in match.group(1):
        number = number << 5 | CROCKFORD[digit]
    return number


def folded(text):
    """Letters and digits only, so that spelling and spacing do not count."""
    return "".join(c for c in (text or "").upper() if c.isalnum())


def lines(path):
    """The whole JSON lines of a file; a torn last one is left out."""
    if not os.path.exists(path):
        return []
    found = []
    for line in open(path, encoding="utf-8", errors="replace"):
        if line.endswith("\n"):
            found.append(json.loads(line))
    return found


def reachable():
    """For each state every state that some chain of allowed transitions leads to."""
    closure = {state: {state} | after for state, after in TRANSITIONS.items()}
    changed = True
    while changed:
        changed = False
        for after in closure.values():
            wider = set().union(after, *(closure[state] for state in after))
            if wider != after:
                after |= wider
                changed = True
    return closure


REACHABLE = reachable()


def copy_database(path, folder):
    """Copies a database with its log; begun anew when its last user takes the log away meanwhile."""
    while True:
        try:
            for end in ("", "-wal"):
                if os.path.exists(path + end):
                    shutil.copyfile(path + end, f"{folder}/db{end}")
            return
        except FileNotFoundError:
            if not os.path.exists(path):
                raise


def opened(path):
    """A copy of a database as a crash would leave it: reading must not repair what is judged."""
    with tempfile.TemporaryDirectory(prefix="certmail-look-") as folder:
        copy_database(path, folder)
        disk = sqlite3.connect(f"{folder}/db")
        disk.text_factory = lambda data: data.decode(errors="replace")
        try:
            disk.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except UnicodeDecodeError:  # SQLite's message quotes the damaged bytes.
            raise sqlite3.DatabaseError("its schema is damaged") from None
    # The files are unlinked and still open: they vanish with the connection.
    return disk


def has_table(database, name):
    return database.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0] == 1


class Evidence:
    """Everything that a job left behind, read once."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.job = json.load(open(f"{folder}/job.json"))
        self.ledger_path = f"{folder}/{self.job['ledger']}"
        self.output = f"{folder}/{self.job['output']}"
        case = f"{folder}/evidence/case.json"
        self.case = json.load(open(case)) if os.path.exists(case) else {}
        self.store_path = f"{folder}/" + self.case.get(
            "store", self.job["api"].get("sandbox_store", "s.sqlite"))
        self.runs = lines(f"{folder}/evidence/runs.jsonl")
        self.wire = lines(f"{folder}/evidence/wire.jsonl")
        self.accepted = self.read_accepted()
        self.read_ledger()

    def read_accepted(self):
        """What the API made: its store, and its journal for what the store could lack."""
        made = {}
        if os.path.exists(self.store_path):
            store = opened(self.store_path)
            if has_table(store, "mailing"):
                for (body, at) in store.execute("SELECT body, created_at FROM mailing"):
                    body = json.loads(body)
                    made[body["id"]] = mailing_of_api(body, at)
            store.close()
        self.journal = lines(self.store_path + ".journal.jsonl")
        for line in self.journal:
            made.setdefault(line["id"], mailing_of_api(line, line["at"]))
        # Letters that others have sent with the same account are not this job's.
        others = set(self.case.get("others", []))
        return [mailing for mailing in made.values() if mailing["id"] not in others]

    def read_ledger(self):
        self.ledger_fault = None
        self.mailings, self.attempts, self.pieces, self.labels = [], [], {}, {}
        self.batches, self.tally, self.transitions, self.triggers = [], {}, set(), set()
        self.is_born, self.by_token = False, {}
        if not os.path.exists(self.ledger_path):
            return
        try:
            ledger = opened(self.ledger_path)
            ledger.row_factory = sqlite3.Row
            self.is_born = has_table(ledger, "mailing")
            if self.is_born:
                self.load(ledger)
            ledger.close()
        # A schema of damaged bytes has column names that are no text.
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self.ledger_fault = f"the ledger cannot be read: {error}"

    def load(self, ledger):
        rows = lambda sql: [dict(row) for row in ledger.execute(sql)]
        verdict = ledger.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            self.ledger_fault = f"integrity_check: {verdict}"
        if ledger.execute("PRAGMA foreign_key_check").fetchone():
            self.ledger_fault = "foreign_key_check finds a row without its parent"
        self.batches = rows("SELECT * FROM batch")
        self.mailings = rows(
            "SELECT m.*, coalesce(m.mail_class, b.mail_class) AS class FROM mailing m "
            "JOIN batch b ON b.id = m.batch ORDER BY m.id")
        self.attempts = rows("SELECT * FROM attempt ORDER BY claim_sequence")
        self.pieces = {row["mailing"]: row for row in rows("SELECT * FROM piece")}
        self.labels = {row["mailing"]: row for row in rows("SELECT * FROM label")}
        self.tally = {(row["batch"], row["state"]): row for row in rows("SELECT * FROM tally")}
        self.transitions = {
            (row["from_state"], row["to_state"]) for row in rows("SELECT * FROM transition")}
        self.triggers = {row["name"] for row in rows(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
        self.by_token = {row["token"]: row for row in self.mailings if row["token"] is not None}

    @property
    def concurrency(self):
        return self.job.get("limits", {}).get("concurrent_requests", 4)


def mailing_of_api(body, at):
    total = body.get("total")
    if total is None:
        total = body.get("cost", {}).get("total")
    if isinstance(total, str):
        whole, _, rest = total.partition(".")
        total = int(whole) * 100 + int((rest + "00")[:2])
    elif isinstance(total, float):
        total = round(total * 100)
    return {
        "id": body["id"], "token": token_number(body.get("reference")), "at": at,
        "class": body.get("mail_class"), "to": body.get("to") or {}, "total": total,
        "reference": body.get("reference")}


class Check:
    """Goes through the invariants; `faults` holds one line for each breach."""

    def __init__(self, folder, mid=False, restored=False, injected=0):
        self.mid, self.restored = mid, restored
        self.faults = []
        self.e = Evidence(folder)
        self.injected = injected + self.e.case.get("injected", 0)
        self.i11_ledger()
        self.i1_once()
        self.i10_key()
        if self.e.ledger_fault:
            return
        for check in (self.i2_known, self.i3_true, self.i4_report, self.i5_charges, self.i6_cap,
                      self.i7_intent_first, self.i8_labels, self.i9_settles, self.i12_status,
                      self.i13_patience, self.i14_uncertain):
            check()

    def fault(self, number, words):
        self.faults.append(f"I{number}: {words}")

    def last_run_ended(self):
        return not self.e.runs or not self.e.runs[-1].get("killed")

    def i1_once(self):
        """Each token at most once in what the API accepted."""
        counts = Counter(made["token"] for made in self.e.accepted if made["token"] is not None)
        for token, count in counts.items():
            if count > 1:
                ids = [made["id"] for made in self.e.accepted if made["token"] == token]
                reference = next(m["reference"] for m in self.e.accepted if m["token"] == token)
                self.fault(1, f"{reference} was accepted {count} times: {', '.join(ids)}")
        for made in self.e.accepted:
            if made["token"] is None and self.e.job.get("reference", {}).get("style") != "plain":
                self.fault(1, f"{made['id']} was accepted without a token")

    def i2_known(self):
        """Every accepted mailing has a row that is mailed, done or uncertain."""
        fine = {"mailed", "done", "uncertain"}
        if self.mid:
            fine.add("submitting")
        if self.restored:
            fine |= {"held", "queued"} if self.mid else {"held"}
        for made in self.e.accepted:
            row = self.e.by_token.get(made["token"])
            if row is None:
                if not (self.restored and self.mid):
                    self.fault(2, f"{made['id']} ({made['reference']}) has no row in the ledger")
            elif row["state"] not in fine:
                self.fault(2, f"{made['id']} was accepted, its row {row['row']} is {row['state']}")
            elif row["state"] in ("mailed", "done"):
                piece = self.e.pieces.get(row["id"])
                if piece is not None and piece["api_id"] != made["id"]:
                    self.fault(2, f"row {row['row']} has id {piece['api_id']}, not {made['id']}")

    def i3_true(self):
        """Every mailed row was accepted, for the same recipient and class."""
        by_id = {made["id"]: made for made in self.e.accepted}
        for row in self.e.mailings:
            if row["state"] not in ("mailed", "done"):
                continue
            piece = self.e.pieces.get(row["id"])
            made = by_id.get(piece["api_id"]) if piece else None
            if made is None:
                self.fault(3, f"row {row['row']} is {row['state']}, and the API never made it")
                continue
            if made["token"] not in (None, row["token"]):
                self.fault(3, f"row {row['row']} has {made['id']}, which is another letter")
            self.compare_recipient(row, made)

    def compare_recipient(self, row, made):
        to = made["to"]
        pairs = (("name", row["name"] or row["company"]), ("street1", row["street1"]),
                 ("city", row["city"]), ("state", row["state_code"]), ("zip", row["zip"]))
        for name, ours in pairs:
            if folded(to.get(name)) != folded(ours):
                self.fault(3, f"row {row['row']}: {name} was sent as {to.get(name)!r}, "
                              f"the ledger has {ours!r}")
        if made["class"] != row["class"]:
            self.fault(3, f"row {row['row']} was sent as {made['class']}, not {row['class']}")

    def i4_report(self):
        """Every input row is in the report exactly once, and the counts add up."""
        if self.mid or not self.last_run_ended():
            return
        inputs = self.input_rows()
        for batch in self.e.batches:
            folder = f"{self.e.output}/{batch['name']}"
            rows = [row for row in self.e.mailings if row["batch"] == batch["id"]]
            if os.path.exists(f"{folder}/report.json"):
                self.report_json(folder, batch, rows, inputs.get(batch["source"]))
                self.report_csv(folder, rows)
            else:
                self.fault(4, f"{batch['name']} has no report.json")

    def input_rows(self):
        """By file name: row number and reference of each record, counted by our own reader."""
        found = {}
        for pattern in self.e.job["input"]["files"]:
            path = f"{self.e.folder}/{pattern}"
            if not path.endswith(".csv") or not os.path.exists(path):
                continue
            records = list(csv.DictReader(open(path, newline="", encoding="utf-8-sig")))
            found[os.path.basename(path)] = {
                number + 2: record.get("reference") for number, record in enumerate(records)}
        return found

    def report_json(self, folder, batch, rows, inputs):
        report = json.load(open(f"{folder}/report.json"))
        numbers = Counter(row["row"] for row in report["rows"])
        expected = set(inputs) if inputs is not None else {row["row"] for row in rows}
        if set(numbers) != expected or max(numbers.values(), default=1) > 1:
            self.fault(4, f"{batch['name']}: the report has {len(report['rows'])} rows for "
                          f"{len(expected)} of the list")
        states = Counter(row["state"] for row in report["rows"])
        totals = report["totals"]
        told = {state: count for state, count in totals["by_state"].items() if count}
        if told != dict(states) or sum(told.values()) != totals["rows"]:
            self.fault(4, f"{batch['name']}: totals {told} for rows {dict(states)}")
        cents = sum(amount(row["charged"]) for row in report["rows"])
        if cents != amount(totals["charged"]):
            self.fault(4, f"{batch['name']}: charged {totals['charged']}, rows sum to {cents} cents")
        if not report["balanced"]:
            self.fault(4, f"{batch['name']}: not balanced: {report.get('not_balanced_because')}")
        ours = {row["row"]: row["state"] for row in rows}
        for row in report["rows"]:
            if ours.get(row["row"]) != row["state"]:
                self.fault(4, f"row {row['row']} is {row['state']} in the report and "
                              f"{ours.get(row['row'])} in the ledger")
            if inputs and inputs.get(row["row"]) and inputs[row["row"]] != row["reference"]:
                self.fault(4, f"row {row['row']} has another reference in the report")

    def report_csv(self, folder, rows):
        records = list(csv.DictReader(open(f"{folder}/report.csv", newline="",
                                           encoding="utf-8-sig")))
        # A column that the list has itself is called certmail_… in the report.
        own = "certmail_state" if records and "certmail_state" in records[0] else "state"
        told = sorted((int(record["row"]), record[own]) for record in records)
        if told != sorted((row["row"], row["state"]) for row in rows):
            self.fault(4, "report.csv has other rows or states than the ledger")

    def i5_charges(self):
        """What the API charged is what the ledger has, to the cent."""
        by_id = {made["id"]: made for made in self.e.accepted}
        for piece in self.e.pieces.values():
            made = by_id.get(piece["api_id"])
            if made and made["total"] != piece["charged"]:
                self.fault(5, f"{piece['api_id']} cost {made['total']} cents, the ledger has "
                              f"{piece['charged']}")
        known = {piece["api_id"] for piece in self.e.pieces.values()}
        open_cents = sum(made["total"] for made in self.e.accepted if made["id"] not in known)
        charged = sum(made["total"] for made in self.e.accepted)
        ledger = sum(piece["charged"] or 0 for piece in self.e.pieces.values())
        if charged != ledger + open_cents:
            self.fault(5, f"the API charged {charged} cents, the ledger has {ledger}")
        if open_cents and not self.mid and not self.restored:
            self.fault(5, f"{open_cents} cents of the API's charges are not in the ledger")

    def i6_cap(self):
        """Spend plus reservations never above the cap, at any claim."""
        cap = self.e.job.get("limits", {}).get("spend_per_run")
        if cap is None:
            return
        cap = amount(cap)
        for run in {attempt["run"] for attempt in self.e.attempts}:
            worst = max(self.committed(attempt) for attempt in self.e.attempts
                        if attempt["run"] == run)
            if worst > cap:
                self.fault(6, f"run {run} had {worst} cents spent and reserved, the cap is {cap}")

    def committed(self, claim):
        """Cents spent by the run of a claim and reserved at that moment, the claim's included."""
        now = claim["claim_sequence"]
        spent = sum(piece["charged"] or 0 for piece in self.e.pieces.values()
                    if piece["run"] == claim["run"] and piece["end_sequence"] < now)
        reserved = {}
        for attempt in self.e.attempts:
            if attempt["claim_sequence"] > now:
                break
            ended = attempt["end_sequence"]
            if ended is None or ended > now:
                reserved[attempt["mailing"]] = attempt["reserved"]
            elif attempt["outcome"] in UNKNOWN and self.still_open(attempt, now):
                reserved[attempt["mailing"]] = attempt["reserved"]
        return spent + sum(reserved.values())

    def still_open(self, attempt, now):
        """Whether an unknown outcome was unsettled when `now` was claimed, as far as is known."""
        piece = self.e.pieces.get(attempt["mailing"])
        return piece is not None and piece["end_sequence"] > now and piece["run"] == attempt["run"]

    def i7_intent_first(self):
        """No POST arrived before its attempt was committed."""
        for request in self.e.wire:
            if request.get("intent") is False:
                self.fault(7, f"a POST of {request.get('reference')} arrived without a durable "
                              "intent")
        if self.restored or self.e.case.get("clock_jumps"):
            return
        first = {}
        for attempt in self.e.attempts:
            first.setdefault(attempt["token"], attempt["claimed_at"])
            if hashlib.sha256(attempt["body"]).hexdigest() != attempt["body_sha256"]:
                self.fault(7, f"attempt {attempt['id']}: its body is not the one that was hashed")
        for made in self.e.accepted:
            if made["token"] not in first:
                self.fault(7, f"{made['id']} was accepted, and there is no attempt of it")
            elif made["at"] < first[made["token"]]:
                self.fault(7, f"{made['id']} was accepted before its attempt was claimed")
        self.frozen_bodies()

    def frozen_bodies(self):
        """A letter that may have been executed is sent again with the same bytes."""
        last = {}
        for attempt in self.e.attempts:
            before = last.get(attempt["mailing"])
            if before and before["outcome"] in UNKNOWN and before["body"] != attempt["body"]:
                self.fault(7, f"attempt {attempt['id']} has other bytes than the one before it")
            last[attempt["mailing"]] = attempt

    def i8_labels(self):
        """Each label whole, its hash right, nothing outside the output folder, no temp files."""
        names = {batch["id"]: batch["name"] for batch in self.e.batches}
        known = set()
        for row in self.e.mailings:
            label = self.e.labels.get(row["id"])
            if label is None:
                continue
            path = os.path.join(self.e.output, names[row["batch"]], label["path"])
            known.add(os.path.realpath(path))
            if row["state"] == "done":
                self.label_file(row, label, path)
        self.strays(known)

    def label_file(self, row, label, path):
        if os.path.commonpath([os.path.realpath(path), os.path.realpath(self.e.output)]) \
                != os.path.realpath(self.e.output):
            self.fault(8, f"row {row['row']}: its label lies outside of the output folder")
        if not os.path.isfile(path):
            self.fault(8, f"row {row['row']} is done, its label {label['path']} is missing")
            return
        data = open(path, "rb").read()
        whole = data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
        if not whole or len(data) != label["size"] \
                or hashlib.sha256(data).hexdigest() != label["sha256"]:
            self.fault(8, f"row {row['row']}: its label {label['path']} is not what was stored")

    def strays(self, labels):
        """Files that nobody owns: beside the job at any time, in the output after a clean run."""
        ledger, store = os.path.basename(self.e.ledger_path), os.path.basename(self.e.store_path)
        own = {"job.json", "list.csv", "key", "evidence", "faults.json", self.e.job["output"],
               store + ".journal.jsonl"} | set(self.e.case.get("own_files", []))
        own |= {ledger + end for end in ("", "-wal", "-shm", ".lock", ".mark", ".emergency")}
        own |= {store + end for end in ("", "-wal", "-shm", "-journal")}
        if self.mid:
            own.add(ledger + "-journal")  # Killed before it was put into WAL mode.
        if self.mid or not self.last_run_ended():
            own.add(ledger + ".mark.partial")  # Killed before its rename; the next run takes it away.
        for name in sorted(os.listdir(self.e.folder)):
            clean = not self.mid and self.last_run_ended()
            if name not in own and (clean or not name.startswith(".")):
                self.fault(8, f"{name} lies beside the job and belongs to nobody")
        if self.mid or not self.last_run_ended():
            return
        for top, folders, files in os.walk(self.e.output):
            for name in files + folders:
                path = os.path.join(top, name)
                place = os.path.relpath(path, self.e.output)
                if name.startswith(".") or name.endswith((".part", ".partial", ".work", ".tmp")):
                    self.fault(8, f"{place} was left behind")
                elif os.path.islink(path) and place != "latest":
                    self.fault(8, f"{place} is a link")
                elif name.endswith(".pdf") and os.path.realpath(path) not in labels \
                        and name != "labels.pdf":
                    self.fault(8, f"{place} is a label that no row has")

    def i9_settles(self):
        """When faults stop one more run settles everything; the run after it sends nothing."""
        calm = [run for run in self.e.runs if run.get("kind") == "calm"]
        if self.mid:
            return
        if len(calm) < 2:
            self.fault(9, "there were no two calm runs to judge by")
            return
        first, last = calm[-2], calm[-1]
        states = Counter(first["states"] or [])
        unsettled = {state: count for state, count in states.items()
                     if state in UNSETTLED}
        if "absent" in states and self.e.job.get("uncertain", {}).get("when_absent") == "resend":
            unsettled["absent"] = states["absent"]
        if unsettled and not (first["exit"] == 7 and self.e.case.get("capped")):
            self.fault(9, f"rows are left after the calm run {first['number']}: {unsettled} "
                          f"(exit {first['exit']})")
        posts = sum(1 for request in self.e.wire if request.get("method") == "POST"
                    and request.get("path") == "/api/v1/mailings"
                    and request["at"] >= last["started"])
        if posts or last["attempts"] != first["attempts"] or last["accepted"] != first["accepted"]:
            if not self.e.case.get("capped"):
                self.fault(9, f"the run after the settling one sent {posts or 'a'} POST")

    def i10_key(self):
        """The key is in no file, log, message or command line."""
        key_file = self.e.job["api"].get("key_file")
        key_path = os.path.realpath(f"{self.e.folder}/{key_file}") if key_file else None
        secrets = []
        if key_path and os.path.exists(key_path):
            key = open(key_path, "rb").read().strip()
            secrets = [key, key.rsplit(b"_", 1)[-1]]
        for top, _, files in os.walk(self.e.folder):
            for name in files:
                path = os.path.join(top, name)
                if os.path.realpath(path) == key_path or not os.path.isfile(path):
                    continue
                data = open(path, "rb").read()
                # The API's own store keeps a key's prefix beside the key's hash.
                is_store = path.startswith(self.e.store_path)
                if KEY.search(data) and not is_store or any(s in data for s in secrets):
                    self.fault(10, f"the key stands in {os.path.relpath(path, self.e.folder)}")

    def i11_ledger(self):
        """integrity_check ok, and only allowed transitions."""
        if self.e.ledger_fault:
            self.fault(11, self.e.ledger_fault)
            return
        if not self.e.is_born:
            if not self.mid:
                self.fault(11, "there is no ledger")
            return  # Killed before its tables were made: as good as none.
        for before, after in self.e.transitions:
            if after not in TRANSITIONS.get(before, set()):
                self.fault(11, f"the ledger allows {before} to become {after}")
        for name in ("mailing_transition", "mailing_made", "mailing_claimed", "mailing_kept"):
            if name not in self.e.triggers:
                self.fault(11, f"the ledger lacks its trigger {name}")
        self.snapshots()
        self.rows_hang_together()
        self.attempts_in_order()

    def snapshots(self):
        """What each run found is reachable from what the run before it left."""
        if self.restored:
            return
        before = []
        for run in self.e.runs:
            states = run.get("states")
            if not states:
                continue
            for row, (old, new) in enumerate(zip(before, states)):
                if new not in REACHABLE[old]:
                    self.fault(11, f"row {row + 2} went from {old} to {new} in run {run['number']}")
            if len(states) < len(before):
                self.fault(11, f"rows vanished in run {run['number']}")
            before = states

    def rows_hang_together(self):
        open_attempts = {a["mailing"] for a in self.e.attempts if a["end_sequence"] is None}
        for row in self.e.mailings:
            state, made = row["state"], row["id"] in self.e.pieces
            if (state in ("mailed", "done")) != made:
                self.fault(11, f"row {row['row']} is {state} {'with' if made else 'without'} an id")
            if state == "done" and row["id"] not in self.e.labels:
                self.fault(11, f"row {row['row']} is done without a label")
            if (state == "submitting") != (row["id"] in open_attempts):
                self.fault(11, f"row {row['row']} is {state}, its attempts say otherwise")
            if state == "submitting" and not self.mid and self.last_run_ended():
                self.fault(11, f"row {row['row']} is submitting after a clean end")
        counts = Counter((row["batch"], row["state"]) for row in self.e.mailings)
        for key, row in self.e.tally.items():
            if row["rows"] != counts.get(key, 0):
                self.fault(11, f"the tally counts {row['rows']} {key[1]}, there are "
                               f"{counts.get(key, 0)}")

    def attempts_in_order(self):
        """After an attempt that may have been executed only absence or a person allows another."""
        last = {}
        for attempt in self.e.attempts:
            before = last.get(attempt["mailing"])
            if before and before["end_sequence"] is None:
                self.fault(11, f"attempt {attempt['id']} began while the one before it was open")
            if before and before["outcome"] == "accepted":
                self.fault(11, f"attempt {attempt['id']} follows one that was accepted")
            if before and before["outcome"] in UNKNOWN \
                    and self.e.job.get("uncertain", {}).get("when_absent") != "resend":
                self.fault(11, f"attempt {attempt['id']} follows an unknown outcome on hold")
            last[attempt["mailing"]] = attempt

    def i12_status(self):
        """Each exit status says what is true of the ledger it left."""
        before = None
        for run in self.e.runs:
            if not run.get("killed"):
                self.status_of(run, before)
            before = run.get("states")

    def status_of(self, run, before):
        status, states = run["exit"], Counter(run.get("states") or [])
        number = run["number"]
        if status not in EXIT_STATUSES:
            self.fault(12, f"run {number} ended with {status}, which is not documented")
            return
        if status in (1, 2, 4, 7, 11) and not run.get("said"):
            self.fault(12, f"run {number} ended with {status} and no word")
        if run.get("states") is None or status in (1, 2, 4, 11, 130) \
                or run.get("verb", "run") != "run":
            return
        unsettled = sum(states[state] for state in OPEN)
        if (unsettled > 0) != (status == 6):
            self.fault(12, f"run {number} ended with {status} and {unsettled} open outcomes")
        if status in (0, 3, 5) and states["queued"] and "--limit" not in run["command"]:
            self.fault(12, f"run {number} ended with {status} and {states['queued']} rows in line")
        needy = sum(states[state] for state in ATTENTION)
        # Rows of batches that a run does not touch are a reminder in the summary only.
        is_touched = run["states"] != before
        if status == 0 and (needy and is_touched or states["mailed"]):
            self.fault(12, f"run {number} ended with 0 and {needy} rows that need a person")
        if status == 3 and not (needy or states["mailed"]):
            self.fault(12, f"run {number} ended with 3 and no row needs attention")

    def i13_patience(self):
        """After a 429 no request comes before the instant that it permits."""
        until, told = 0, 0
        for request in sorted(self.e.wire, key=lambda request: request["at"]):
            if told + GRACE < request["at"] < until - GRACE:
                self.fault(13, f"{request['method']} {request['path']} came {until - request['at']:.1f}"
                               " s before the instant that a 429 had named")
            if request.get("status") == 429 and request.get("retry_after"):
                moment = min(request["answered"] + request["retry_after"],
                             self.killed_after(request["answered"]))
                if moment > until:
                    until, told = moment, request["answered"]

    def killed_after(self, moment):
        """When the run of that moment was killed: what it knew of a limit died with it."""
        return min((run["ended"] for run in self.e.runs if run.get("killed")
                    and run["started"] <= moment <= run["ended"]), default=float("inf"))

    def injected_by(self, request):
        """How many outcomes a fault of the wire can have made unknown."""
        fault = request.get("fault") or ""
        if "cut" in fault:
            # Inside of the head it ends the client's worker with all that is under way there.
            return self.e.concurrency
        return int(bool(fault) and request["method"] == "POST")

    def i14_uncertain(self):
        """Uncertain rows at most what was in flight at unclean ends, or injected."""
        unclean = sum(1 for run in self.e.runs if run.get("killed") or run["exit"] in (1, 130)
                      or run.get("kind") == "stop")
        injected = self.injected + sum(map(self.injected_by, self.e.wire))
        # A machine under load makes real time-outs: they are faults that nobody had to inject.
        timeout = 1000 * int(self.e.case.get("timeout", "30s").rstrip("s"))
        injected += sum(1 for attempt in self.e.attempts if attempt["outcome"] == "outcomeUnknown"
                        and attempt["ended_at"] - attempt["claimed_at"] >= timeout)
        unknown = sum(1 for attempt in self.e.attempts if attempt["outcome"] in UNKNOWN)
        allowed = unclean * self.e.concurrency + injected
        if unknown > allowed:
            self.fault(14, f"{unknown} outcomes were unknown, at most {allowed} can have been")
        interrupted = Counter(attempt["run"] for attempt in self.e.attempts
                              if attempt["outcome"] in ("interrupted", "interruptedAlone"))
        for run, count in interrupted.items():
            if count > self.e.concurrency:
                self.fault(14, f"run {run} had {count} mailings under way, "
                               f"{self.e.concurrency} are allowed")
        uncertain = sum(1 for row in self.e.mailings if row["state"] == "uncertain")
        if uncertain > allowed:
            self.fault(14, f"{uncertain} rows are uncertain, at most {allowed} can be")


# Seconds in which a request that was on its way may still arrive.
GRACE = 0.2


def amount(text):
    """Cents of decimal text; none is nothing."""
    if not text:
        return 0
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def faults(folder, mid=False, restored=False, injected=0):
    """Every breach in a job's folder, one line each."""
    return Check(folder, mid, restored, injected).faults


def main():
    arguments = sys.argv[1:]
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    injected = int(arguments[arguments.index("--injected") + 1]) if "--injected" in arguments else 0
    found = faults(arguments[0], "--mid" in arguments, "--restored" in arguments, injected)
    print("\n".join(found) or "I1 to I14 hold")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
