"""Kills certmail at random moments of a batch, runs it again to the end, and checks from outside
that each row was accepted exactly once and that nothing is lost.

usage: kill.py CERTMAIL [--kills N] [--rows N] [--seed N]   (long form: --kills 1000 --rows 500)

Shares no code with the program: SQL on the ledger and on the sandbox's own store.
"""
import argparse, json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time

options = argparse.ArgumentParser()
options.add_argument("certmail")
options.add_argument("--kills", type=int, default=25)
options.add_argument("--rows", type=int, default=120)
options.add_argument("--seed", type=int, default=int(time.time()))
options = options.parse_args()
print(f"seed {options.seed}")
dice = random.Random(options.seed)
certmail = os.path.abspath(options.certmail)


def batch(folder):
    with open(f"{folder}/list.csv", "w") as out:
        out.write("reference,name,street1,city,state,zip\n")
        for row in range(options.rows):
            out.write(f"CASE-{row:05},Person {chr(65 + row % 26)} Example,{row + 1} Oak St,"
                      "Los Angeles,CA,90001\n")
    job = {"name": "kill", "input": {"files": ["list.csv"]},
           "from": {"name": "Firm", "street1": "1 Main St", "city": "San Francisco",
                    "state": "CA", "zip": "94105"},
           "mail_class": "certified", "ledger": "l.sqlite", "output": "out",
           "api": {"base_url": "sandbox", "sandbox_store": "s.sqlite"},
           "checks": {"address": "offline"},
           "uncertain": {"settle": "1s", "when_absent": "resend"},
           "limits": {"reserve_requests": 0}}
    json.dump(job, open(f"{folder}/job.json", "w"))
    os.utime(f"{folder}/list.csv", (time.time() - 60,) * 2)


def run(folder, kill_after=None):
    process = subprocess.Popen([certmail, "run", f"{folder}/job.json", "--quiet"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    error = process.communicate(timeout=300)[1].decode()
    return process.returncode, error


def accepted(folder):
    """What the API made: its own store, which is written in the same transaction."""
    if not os.path.exists(f"{folder}/s.sqlite"):
        return []
    store = sqlite3.connect(f"{folder}/s.sqlite")
    return [json.loads(row[0]) for row in store.execute("SELECT body FROM mailing")]


def check(folder):
    tokens = [line["reference"].rsplit("~", 1)[1] for line in accepted(folder)]
    assert len(tokens) == len(set(tokens)), "a letter was accepted twice"
    ledger = sqlite3.connect(f"{folder}/l.sqlite")
    assert ledger.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    states = dict(ledger.execute("SELECT state, count(*) FROM mailing GROUP BY state"))
    ids = {row[0] for row in ledger.execute("SELECT api_id FROM piece")}
    assert ids <= {line["id"] for line in accepted(folder)}, "an id that the API never gave"
    early = ledger.execute("SELECT count(*) FROM piece WHERE NOT EXISTS "
                           "(SELECT 1 FROM attempt WHERE mailing = piece.mailing)").fetchone()[0]
    assert early == 0, "a piece without an intent"
    return states


kills = 0
while kills < options.kills:
    folder = tempfile.mkdtemp(prefix="certmail-kill-")
    batch(folder)
    for _ in range(6):
        if kills == options.kills:
            break
        run(folder, dice.uniform(0.02, 0.5))
        kills += 1
    for _ in range(3):
        status, error = run(folder)
        if status == 0:
            break
    states = check(folder)
    assert status == 0, f"exit status {status} in {folder}: {error} {states}"
    assert states == {"done": options.rows}, f"{states} in {folder}"
    before = len(accepted(folder))
    assert run(folder)[0] == 0 and len(accepted(folder)) == before == options.rows
    shutil.rmtree(folder)
print(f"{kills} kills, every row accepted exactly once")
