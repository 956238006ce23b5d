"""What every campaign uses: options, a job in a folder, its API, its runs, and the figures at the end.

A campaign is a script beside this file. It prints its seed, plays faults against the real program,
lets `checker.py` judge what is left, and ends with one line of figures. A failure keeps the job's
folder and prints the command that replays it.
"""
import argparse, atexit, concurrent.futures, itertools, json, os, random, shutil, signal, sqlite3
import subprocess, sys, tempfile, threading, time

import checker
from wire import Fault, Wire

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HOLDER = os.path.join(tempfile.gettempdir(), "certmail-campaigns")
RUN_SECONDS_MAX = 120  # and two for each row: many cases share the machine
FAILURES_MAX = 20
PROGRESS_EVERY = 50
CALM_TIMEOUT = "60s"


class Failed(Exception):
    """What a campaign found; its words name the invariant and the folder."""


def options(doc, extra=(), **counts):
    """Options that all campaigns have, and for each count a short and a long default."""
    parser = argparse.ArgumentParser(description=doc.split("\n\n")[0])
    parser.add_argument("certmail", nargs="?", default=f"{ROOT}/.build/release/certmail")
    parser.add_argument("--short", action="store_true", help="the size for CI; the default")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", help="play only this case again")
    parser.add_argument("--width", type=int, default=6, help="cases at once")
    parser.add_argument("--keep", action="store_true", help="keep the folders of good cases too")
    for name in counts:
        parser.add_argument(f"--{name}", type=int)
    for name, words in extra:
        parser.add_argument(f"--{name}", help=words)
    chosen = parser.parse_args()
    for name, (short, long) in counts.items():
        if getattr(chosen, name) is None:
            setattr(chosen, name, long if chosen.long else short)
    chosen.certmail = os.path.abspath(chosen.certmail)
    if not os.path.exists(chosen.certmail):
        sys.exit(f"{chosen.certmail}: is not there; build it: swift build -c release")
    print(f"seed {chosen.seed}", flush=True)
    return chosen


FIRST = ("Ada", "Ben", "Cleo", "Dora", "Evan", "Faye", "Gus", "Hana", "Ivo", "June")
LAST = ("Ashdown", "Brightwell", "Carrow", "Dunmore", "Elmhurst", "Fairlow", "Garrick", "Holloway")


def list_text(rows):
    """A list of invented people, one letter each."""
    lines = ["reference,name,street1,street2,city,state,zip"]
    for row in range(rows):
        name = f"{FIRST[row % 10]} {LAST[row % 8]}"
        unit = f"APT {row}" if row % 7 == 0 else ""
        lines.append(f"CASE-{row:05},{name},{row + 1} Larkmoor Ave,{unit},Los Angeles,CA,90001")
    return "\n".join(lines) + "\n"


def command(arguments, job):
    """The words of a command line: the job stands behind the command's name."""
    name, *rest = arguments or ("run",)
    return [name, job, *rest]


class API:
    """The sandbox in a process of its own, so that it survives whatever happens to the client."""

    def __init__(self, certmail, store, faults=None, port=0):
        command = [certmail, "sandbox", "--port", str(port), "--store", store, "--json",
                   "--rate-limit", "1000000"]
        if faults:
            command += ["--faults", faults]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        atexit.register(self.stop)
        said = json.loads(self.process.stdout.readline())
        self.key = said["key"]
        self.port = int(said["base_url"].split(":")[2].split("/")[0])

    def stop(self):
        atexit.unregister(self.stop)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Case:
    """One job in a folder of its own, with its API and the log of its runs.

    api: `wire` (own process, with the recording wire before it), `server` (own process),
    `embedded` (in the client's process).
    """

    def __init__(self, certmail, rows, api="wire", when_absent="resend", settle="1s",
                 concurrency=4, cap=None, timeout="2s", name="case", faults=None, attempts=6,
                 parent=None, decide=None, store_outside=False, evidence=None):
        os.makedirs(HOLDER, exist_ok=True)
        self.certmail, self.rows, self.seconds_max = certmail, rows, None
        self.folder = tempfile.mkdtemp(prefix=f"{name}-", dir=parent or HOLDER)
        self.count, self.kind, self.embedded = itertools.count(1), api, api == "embedded"
        if evidence:
            os.symlink(evidence, f"{self.folder}/evidence")
        else:
            os.mkdir(f"{self.folder}/evidence")
        self.case = {"injected": 0, "timeout": timeout}
        self.api = self.wire = None
        self.store = f"{self.folder}/s.sqlite"
        if store_outside:
            # The API is another machine: its disk is not ours.
            self.outside = tempfile.mkdtemp(prefix=f"{name}-api-", dir=HOLDER)
            self.store = f"{self.outside}/s.sqlite"
            self.case["store"] = os.path.relpath(self.store, self.folder)
        self.write_list(list_text(rows))
        if not self.embedded:
            self.start_api(faults, decide)
        self.write_job(when_absent, settle, concurrency, cap, timeout, faults, attempts)
        self.note()

    def write_list(self, text, name="list.csv"):
        with open(f"{self.folder}/{name}", "w") as out:
            out.write(text)
        # A file that was changed just now is waited for.
        os.utime(f"{self.folder}/{name}", (time.time() - 60,) * 2)

    def start_api(self, faults, decide):
        self.api = API(self.certmail, self.store, faults)
        self.port = self.api.port
        if self.kind == "wire":
            self.wire = Wire(self.port, f"{self.folder}/evidence/wire.jsonl",
                             f"{self.folder}/l.sqlite", decide)
            self.port = self.wire.port
        self.write_key()

    def write_key(self):
        descriptor = os.open(f"{self.folder}/key", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(descriptor, self.api.key.encode())
        os.close(descriptor)

    def write_job(self, when_absent, settle, concurrency, cap, timeout, faults, attempts):
        if self.embedded:
            api = {"base_url": "sandbox", "sandbox_store": "s.sqlite"}
            if faults:
                api["sandbox_faults"] = faults
        else:
            api = {"base_url": f"http://127.0.0.1:{self.port}/api/v1", "key_file": "key"}
        limits = {"reserve_requests": 0, "concurrent_requests": concurrency,
                  "request_timeout": timeout, "attempts": attempts}
        if cap:
            limits["spend_per_run"] = cap
        self.job = {
            "name": "campaign", "input": {"files": ["list.csv"]},
            "from": {"name": "Ames & Boyd LLP", "street1": "123 Main St",
                     "city": "San Francisco", "state": "CA", "zip": "94105"},
            "mail_class": "certified", "ledger": "l.sqlite", "output": "out", "api": api,
            "checks": {"address": "offline"}, "limits": limits,
            "uncertain": {"settle": settle, "when_absent": when_absent}}
        self.save_job()

    def save_job(self):
        with open(f"{self.folder}/job.json", "w") as out:
            json.dump(self.job, out, indent=1)

    def note(self, **facts):
        """Tells the checker what it cannot see."""
        self.case.update(facts)
        with open(f"{self.folder}/evidence/case.json", "w") as out:
            json.dump(self.case, out)

    def calm(self):
        """No faults any more, and time enough for every answer on a busy machine."""
        if self.wire:
            self.wire.decide = lambda method, path, number: None
        self.job["api"].pop("sandbox_faults", None)
        self.job["limits"]["request_timeout"] = CALM_TIMEOUT
        self.save_job()

    # Runs

    def start(self, *arguments, prefix=(), environment=None, before=None, number=None):
        number = number or next(self.count)
        said = f"{self.folder}/evidence/run-{number}.txt"
        with open(said, "w") as out:
            process = subprocess.Popen(
                [*prefix, self.certmail, *command(arguments, f"{self.folder}/job.json"),
                 "--progress", "none"],
                stdout=out, stderr=subprocess.STDOUT, env=environment, preexec_fn=before,
                start_new_session=True, cwd=self.folder)
        process.number, process.said, process.began = number, said, time.time()
        process.verb = arguments[0] if arguments else "run"
        self.process = process
        return process

    def kill(self, alone=False):
        """Ends the run under way at once, with whatever it started, or it alone."""
        try:
            if alone:
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # It had ended by itself.

    def finish(self, process, kind="fault", killed=False, **facts):
        """Waits for a run and notes how it ended and what it left."""
        seconds_max = self.seconds_max or RUN_SECONDS_MAX + 2 * self.rows
        try:
            status = process.wait(seconds_max)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise Failed(f"run {process.number} took longer than {seconds_max} s in "
                         f"{self.folder}")
        if self.wire:
            self.wire.quiet()
        killed = killed and status < 0 or status in (-9, 137)
        run = {"number": process.number, "kind": kind, "started": process.began,
               "ended": time.time(), "exit": status, "killed": killed,
               "verb": process.verb, "command": " ".join(map(str, process.args[1:])),
               "said": os.path.getsize(process.said) > 0, **self.snapshot(), **facts}
        with open(f"{self.folder}/evidence/runs.jsonl", "a") as out:
            out.write(json.dumps(run) + "\n")
        return run

    def run(self, *arguments, kind="fault", kill_after=None, alone=False, prefix=(),
            environment=None, before=None, **facts):
        process = self.start(*arguments, prefix=prefix, environment=environment, before=before)
        if kill_after is not None:
            try:
                process.wait(kill_after)
            except subprocess.TimeoutExpired:
                self.kill(alone)
        return self.finish(process, kind, **facts)

    def said(self, run):
        return open(f"{self.folder}/evidence/run-{run['number']}.txt", errors="replace").read()

    def snapshot(self):
        """The rows' states and how many attempts and mailings there are, as SQL sees them."""
        states = attempts = None
        try:
            states = [row[0] for row in self.query("SELECT state FROM mailing ORDER BY id")]
            attempts = self.query("SELECT count(*) FROM attempt")[0][0]
        except sqlite3.Error:
            pass  # There is none yet, or it is damaged on purpose.
        return {"states": states, "attempts": attempts, "accepted": len(self.accepted())}

    def accepted(self):
        """The references that the API has accepted."""
        if not os.path.exists(self.store):
            return []
        store = checker.opened(self.store)
        try:
            return [json.loads(row[0])["reference"]
                    for row in store.execute("SELECT body FROM mailing")]
        except sqlite3.Error:
            return []  # Killed before it had its tables.
        finally:
            store.close()

    def query(self, sql, *values):
        """Rows of the ledger, from a copy."""
        ledger = checker.opened(f"{self.folder}/l.sqlite")
        try:
            return ledger.execute(sql, values).fetchall()
        finally:
            ledger.close()

    def unknown(self):
        """How many outcomes were ever unknown."""
        return self.query("SELECT count(*) FROM attempt WHERE outcome IN "
                          "('outcomeUnknown', 'interrupted', 'interruptedAlone')")[0][0]

    # Judging

    def check(self, **how):
        found = checker.faults(self.folder, **how)
        if found:
            raise Failed("\n".join(found[:12]) + f"\nin {self.folder}")

    def settle(self, **how):
        """Faults have stopped: one run settles, the next sends nothing; then all of I1 to I14."""
        self.calm()
        self.run(kind="calm")
        self.run(kind="calm")
        self.check(**how)

    def close(self, keep=False):
        if self.wire:
            self.wire.stop()
        if self.api:
            self.api.stop()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
            if hasattr(self, "outside"):
                shutil.rmtree(self.outside, ignore_errors=True)


class Campaign:
    """Plays cases, several at once, and tells what came of them."""

    def __init__(self, chosen, name):
        self.chosen, self.name, self.began = chosen, name, time.time()
        self.failures, self.lock = [], threading.Lock()
        self.counts, self.is_stopped = {}, False

    def add(self, **counts):
        with self.lock:
            for name, count in counts.items():
                self.counts[name] = self.counts.get(name, 0) + count

    def play(self, cases, body):
        """`body(key, dice)` for each key; the dice depend on the seed and the key alone."""
        keys = [key for key in cases if self.chosen.only in (None, str(key))]
        with concurrent.futures.ThreadPoolExecutor(self.chosen.width) as pool:
            try:
                for done, _ in enumerate(pool.map(lambda key: self.one(key, body), keys), 1):
                    if done % PROGRESS_EVERY == 0:
                        print(f"{done:,} of {len(keys):,}, {len(self.failures)} failed", flush=True)
            except KeyboardInterrupt:  # What is under way is played to its end.
                self.is_stopped = True
        return self

    def one(self, key, body):
        if self.is_stopped or len(self.failures) >= FAILURES_MAX:
            return
        try:
            body(key, random.Random(f"{self.chosen.seed}/{key}"))
            self.add(cases=1)
        except (Failed, AssertionError) as failure:
            self.report(key, str(failure))
        except Exception as fault:  # A fault of the campaign itself is a failure too.
            self.report(key, f"{type(fault).__name__}: {fault}")
            if os.environ.get("CAMPAIGN_TRACE"):
                raise

    def report(self, key, words):
        size = " --long" if self.chosen.long else ""
        with self.lock:
            self.failures.append(key)
            print(f"FAILED {self.name} {key}: {words}\nreplay: python3 Tests/Campaigns/"
                  f"{os.path.basename(sys.argv[0])} {os.path.relpath(self.chosen.certmail)}{size} "
                  f"--seed {self.chosen.seed} --only '{key}'", flush=True)

    def end(self, words=""):
        seconds = time.time() - self.began
        told = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        verdict = f"{len(self.failures)} FAILED" if self.failures else "ok"
        verdict += ", ended by hand" if self.is_stopped else ""
        print(f"FIGURES | {self.name} | {told}{'; ' + words if words else ''} | {seconds:.0f} s | "
              f"{verdict}", flush=True)
        sys.exit(1 if self.failures else 0)


def skip(name, reason):
    """Says loudly that a campaign cannot be played here."""
    print(f"SKIPPED {name}: {reason}\nFIGURES | {name} | SKIPPED: {reason} | 0 s | skipped")
    sys.exit(0)


def random_kills(case, dice, kills, longest=0.5):
    """Kills runs at random moments, half of the time without what they have started."""
    for _ in range(kills):
        case.run(kill_after=dice.uniform(0.02, longest), alone=dice.random() < 0.5)
