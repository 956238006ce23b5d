"""What is measured beside the import: each target gives (figure, unit, gate, stretch, how)."""
import os, random, sqlite3, subprocess, sys, tempfile, time
import generate, peers
from measure import Job, Run, Sandbox, instructions, median

MEMORY = "/dev/shm"  # without it, what needs it is told as not measured


def submit(certmail, folder, rows, latency=0, concurrency=4, name="submit", store=None):
    """A submit run of `rows` letters against a sandbox process, whose own files are in `store`:
    (its Run, letters made, seconds of sending)."""
    with Sandbox(certmail, store or folder, latency) as api:
        job = api.job(folder, name, concurrent_requests=concurrency, reserve_requests=0)
        generate.write(rows + rows // 20, job.folder / "list.csv", seed=7)
        Run([certmail, "import", job.path, job.folder / "list.csv", "--quiet"]).expect(0, 3)
        run = Run([certmail, "submit", job.path, "--quiet"]).expect(0, 3)
        ledger = sqlite3.connect(job.ledger)
        made, began, ended = ledger.execute(
            "SELECT count(*), min(claimed_at), max(ended_at) FROM attempt").fetchone()
        return run, made, (ended - began) / 1000


def folder_in_memory():
    """A folder for the sandbox's own files in which nobody waits for a disk, as long as the block runs."""
    return tempfile.TemporaryDirectory(prefix="certmail-benchmark-", dir=MEMORY)


def counted(certmail, folder, _):
    """Instructions of an import until its rows are queued against those of sqlite3's.

    What both cost with ten rows is taken off, and what the reports cost: the rows alone remain.
    """
    name, _, command, missing = next(peers.peers(sys.executable))
    if missing:
        return None
    ours, theirs = {}, {}
    for rows in (10, 10_000):
        path = f"{folder}/{rows}.csv"
        generate.write(rows, path)
        job = Job(folder, f"counted-{rows}")
        whole = instructions([certmail, "import", job.path, path, "--quiet"], folder)
        if whole is None:
            return None
        ours[rows] = whole - instructions([certmail, "report", job.path, "--quiet"], folder)
        theirs[rows] = instructions(command(path, f"{folder}/counted-{rows}.store"), folder)
    mine, other = ours[10_000] - ours[10], theirs[10_000] - theirs[10]
    return (mine / other, "×", 0.9, 0.7,
            f"10,000 rows without start and reports: {mine / 1e6:,.0f} million against {other / 1e6:,.0f} "
            f"million of {name}")


def calls(certmail, folder, _):
    """API calls of a batch with 1,000 distinct addresses, each checked by the API."""
    with Sandbox(certmail, folder) as api:
        job = api.job(folder, "calls", address="api", reserve_requests=0)
        with open(job.folder / "list.csv", "w") as file:
            file.write("Name,Street 1,City,State,ZIP\n")
            for number in range(1000):
                file.write(f"Ada Quill,{number + 1} Oak St,Los Angeles,CA,90001\n")
        generate.finish(job.folder / "list.csv")
        Run([certmail, "import", job.path, job.folder / "list.csv", "--quiet"]).expect()
        run = Run([certmail, "run", job.path, "--quiet"]).expect()
        headers = subprocess.run(
            ["curl", "-sI", "-X", "GET", "-H", f"Authorization: Bearer {api.key}",
             api.base_url + "/pricing"], capture_output=True, text=True).stdout
        left = next(int(line.split(":")[1]) for line in headers.splitlines()
                    if line.lower().startswith("x-ratelimit-remaining"))
        return 1_000_000 - left - 1, "calls", 3010, 3005, "1,000 letters, 1,000 addresses, all stages"


def cpu(certmail, folder, quick):
    if not os.path.isdir(MEMORY):
        return None
    rows = 200 if quick else 2000
    with folder_in_memory() as memory:
        run, made, _ = submit(certmail, folder, rows, store=memory)
    return (1000 * run.cpu / made, "ms", 2.5, 1.8,
            f"{made} letters with labels, plain http, no latency, the sandbox's files in memory")


def throughput(certmail, folder, quick):
    rows, latency, concurrency = (200 if quick else 1000), 0.2, 16
    _, made, seconds = submit(certmail, folder, rows, int(latency * 1000), concurrency)
    best = min(concurrency / latency, 400)
    return (100 * made / seconds / best, "%", 85, 95,
            f"{made} letters, 200 ms latency, 16 at once; best is {best:.0f} a second; higher is better")


def growth(certmail, folder, quick):
    # The caches are full after some 2,000 letters.
    small, large = (200, 1000) if quick else (4000, 12_000)
    first, made, _ = submit(certmail, folder, small, concurrency=8)
    second, more, _ = submit(certmail, folder, large, concurrency=8)
    return (1024 * (second.peak - first.peak) / (2 * (more - made)), "B a request", 300, 190,
            f"peak of {more} letters less that of {made}, two requests each; the process and its worker")


def durability(certmail, folder, quick):
    """The same submit run with its files on the disk and in memory, where a sync costs nothing."""
    if not os.path.isdir(MEMORY):
        return None
    rows, runs = (200, 1) if quick else (2000, 7)
    disk, kept = [], []
    with folder_in_memory() as memory:
        for number in range(runs):
            for place, seconds in ((folder, disk), (memory, kept)):
                seconds.append(submit(
                    certmail, place, rows, concurrency=8, name=f"durable-{number}", store=memory)[2])
    return (median(disk) / median(kept), "×", 1.10, 1.03,
            f"sending {rows:,} letters, 8 at once, with the ledger on the disk against one in memory")


def claim(certmail, folder, quick):
    """Reading the next 100 letters in line, as a claim does, from places all over the longest ledger."""
    ledger = sqlite3.connect(f"file:{Job.last.ledger}?mode=ro", uri=True)
    rows = ledger.execute("SELECT max(id) FROM mailing").fetchone()[0]
    dice, times = random.Random(11), []
    for _ in range(200):
        began = time.perf_counter()
        ledger.execute(
            "SELECT m.id, m.token, m.reference, m.name, m.street1, m.city, m.zip, b.hash FROM mailing m "
            "JOIN batch b ON b.id = m.batch WHERE m.state = 'queued' AND m.id > ? AND m.mail_by IS NULL "
            "ORDER BY m.id LIMIT 100", (dice.randrange(rows),)).fetchall()
        times.append(1000 * (time.perf_counter() - began))
    return median(times), "ms", 5, 0.5, f"the next 100 of {rows:,} rows in line by SQL, medians of 200 places"


def version(certmail, folder, quick):
    ours, theirs = [], []
    for _ in range(10 if quick else 50):
        ours.append(Run([certmail, "--version"]).expect().wall)
        theirs.append(Run(["curl", "--version"]).expect().wall)
    return median(ours) / median(theirs), "×", 2.5, 1.5, "`--version` against `curl --version`, medians of 50"


def status(certmail, folder, quick):
    job = Job.last
    return (median([Run([certmail, "status", job.path]).expect().wall for _ in range(5)]), "s", 0.1, 0.02,
            "`status` on the ledger of the longest import")


def reports(certmail, folder, quick):
    runs = []
    for _ in range(1 if quick else 3):
        os.sync()  # what was written before is not waited for here
        runs.append(Run([certmail, "report", Job.last.path, "--quiet"]).expect())
    peak = max(run.peak for run in runs) / 1024
    return (median([run.wall for run in runs]), "s", 10, 5,
            f"`report` on the ledger of the longest import; {peak:.0f} MB at the peak")


def labels(certmail, folder, quick):
    rows = 200 if quick else 3000
    with Sandbox(certmail, folder) as api:
        job = api.job(folder, "labels", concurrent_requests=8, reserve_requests=0)
        generate.write(rows, job.folder / "list.csv", seed=9)
        Run([certmail, "import", job.path, job.folder / "list.csv", "--quiet"]).expect(0, 3)
        Run([certmail, "run", job.path, "--quiet"]).expect(0, 3)
        stored = sqlite3.connect(job.ledger).execute("SELECT count(*) FROM label").fetchone()[0]
        run = Run([certmail, "labels", job.path, "--quiet"]).expect(0, 3)
        return (run.wall * 10_000 / stored, "s", 10, 5, f"`labels` verifies {stored} files; for 10,000")


TARGETS = [
    ("2 instructions of the import", counted), ("5 calls of a batch", calls),
    ("6 client CPU a mailing", cpu), ("7 throughput", throughput),
    ("8 cost of durability", durability), ("9 memory growth while submitting", growth),
    ("10 start of the program", version), ("11 claim of 100", claim), ("12 status", status),
    ("13 all reports", reports), ("labels verified", labels)]
