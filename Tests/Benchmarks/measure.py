"""Commands as whole processes: wall, CPU, peak memory; a job to run them on."""
import json, os, pathlib, re, shutil, statistics, subprocess, tempfile, time


class Run:
    """One run of a command: seconds of wall and CPU, kilobytes at the peak, what it said."""

    def __init__(self, words, cwd=None, env=None, until=None):
        began = time.perf_counter()
        process = subprocess.Popen(words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.until = None  # seconds until the first line with `until`
        said = []
        for line in process.stdout:
            said.append(line)
            if until and self.until is None and until in line:
                self.until = time.perf_counter() - began
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.perf_counter() - began
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss
        self.status, self.said = process.returncode, "".join(said)

    def expect(self, *statuses):
        if self.status not in (statuses or (0,)):
            raise SystemExit(f"ended with {self.status}: {self.said[-2000:]}")
        return self


def median(values):
    return statistics.median(values)


class Job:
    """A job in a folder of its own."""

    def __init__(self, folder, name="bench", base_url="sandbox", address="offline", **limits):
        self.folder = pathlib.Path(folder) / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        api = {"base_url": base_url}
        if base_url == "sandbox":
            api["sandbox_store"] = "sandbox.sqlite"
        else:
            api["key_file"] = "key"
        self.path = self.folder / "job.json"
        self.ledger = self.folder / "ledger.sqlite"
        self.output = self.folder / "out"
        self.path.write_text(json.dumps({
            "name": name, "input": {"files": ["none.csv"]}, "mail_class": "certified", "api": api,
            "from": {"name": "Ruth Ames", "company": "Ames & Boyd LLP", "street1": "123 Main St",
                     "city": "San Francisco", "state": "CA", "zip": "94105"},
            "ledger": "ledger.sqlite", "output": "out", "checks": {"address": address},
            "limits": limits}))


class Sandbox:
    """`certmail sandbox` while the block runs."""

    def __init__(self, certmail, folder, latency=0, rate_limit=1_000_000):
        self.store = pathlib.Path(folder) / f"api-{time.monotonic_ns()}.sqlite"
        self.words = [certmail, "sandbox", "--json", "--store", str(self.store),
                      "--latency", str(latency), "--rate-limit", str(rate_limit)]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        said = json.loads(self.process.stdout.readline())
        self.base_url, self.key = said["base_url"], said["key"]
        return self

    def job(self, folder, name, **options):
        job = Job(folder, name, base_url=self.base_url, **options)
        key = job.folder / "key"
        key.write_text(self.key)
        key.chmod(0o600)
        return job

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def instructions(words, folder):
    """Instructions by callgrind, of the process and its children; None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind.%p", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    counts = re.findall(r"Collected : (\d+)", run.stderr)
    if not counts:
        raise SystemExit(f"no count of instructions: {run.stderr[-1000:]}")
    return sum(map(int, counts))
