"""The ledger is restored from a copy, deleted, or damaged at random bytes, then the job goes on.

No letter may be mailed twice. A restored or lost ledger is recognised: what the API has is adopted,
the rest is held for a person, who here approves it. A damaged one is refused, or works on truly.
"""
import os, re, shutil, subprocess
import checker
from campaign import Campaign, Case, Failed, options

ROWS = 24
FILES = ("", "-wal", "-shm", ".mark", ".emergency")
chosen = options(__doc__, cases=(12, 1000))
campaign = Campaign(chosen, "ledger restored, deleted, damaged")


def begin(dice):
    case = Case(chosen.certmail, ROWS, name="ledger", concurrency=dice.choice((1, 4)))
    case.run("run", "--limit", str(dice.randint(1, ROWS // 2)))
    return case


def copy_of(case, dice):
    """A copy of the ledger: by `backup`, or of the bare files with or without their mark."""
    kind = dice.choice(("backup", "files", "file"))
    target = f"{case.folder}/evidence/copy"
    os.mkdir(target)
    if kind == "backup":
        done = subprocess.run([chosen.certmail, "backup", f"{case.folder}/job.json",
                               f"{target}/l.sqlite"], capture_output=True)
        if done.returncode != 0:
            raise Failed(f"backup failed in {case.folder}: {done.stderr.decode()}")
    else:
        for end in FILES[:3] if kind == "files" else FILES[:1]:
            if os.path.exists(f"{case.folder}/l.sqlite{end}"):
                shutil.copy(f"{case.folder}/l.sqlite{end}", f"{target}/l.sqlite{end}")
    return target


def remove(case, ends):
    for end in ends:
        if os.path.exists(f"{case.folder}/l.sqlite{end}"):
            os.remove(f"{case.folder}/l.sqlite{end}")


def restored(dice):
    case = begin(dice)
    target = copy_of(case, dice)
    more = dice.choice(("run", "limit", "kill"))
    if more == "run":
        case.run()
    elif more == "limit":
        case.run("run", "--limit", str(dice.randint(1, ROWS // 2)))
    else:
        case.run(kill_after=dice.uniform(0.05, 0.4))
    # The mark stays, as a restore of the ledger alone leaves it; sometimes the reports do.
    remove(case, FILES[:3])
    for name in os.listdir(target):
        shutil.copy(f"{target}/{name}", f"{case.folder}/{name}")
    if dice.random() < 0.3:
        shutil.rmtree(f"{case.folder}/out")
    return case


def deleted(dice):
    case = begin(dice)
    if dice.random() < 0.5:
        case.run(kill_after=dice.uniform(0.05, 0.4))
    # With the mark gone too, the reports and the API still tell; with the reports gone, the mark.
    ends = FILES if dice.random() < 0.5 else FILES[:3]
    remove(case, ends)
    if ends != FILES and dice.random() < 0.5:
        shutil.rmtree(f"{case.folder}/out")
    return case


def recover(case):
    """Runs, lets a person approve what is held, runs again; nothing may be there twice."""
    case.run()
    case.check(mid=True, restored=True)
    again = case.run("approve")
    wanted = re.search(r"--expect-count (\d+) --expect-total ([\d.]+)", case.said(again))
    if wanted and wanted.group(1) != "0":
        case.run("approve", "--expect-count", wanted.group(1), "--expect-total", wanted.group(2))
    case.settle(restored=True)
    if len(case.accepted()) != ROWS:
        raise Failed(f"{len(case.accepted())} of {ROWS} letters were made in {case.folder}")


def damaged(dice):
    case = begin(dice)
    if dice.random() < 0.5:
        case.run(kill_after=dice.uniform(0.05, 0.4))
    path = f"{case.folder}/l.sqlite" + ("-wal" if dice.random() < 0.2 else "")
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        path = f"{case.folder}/l.sqlite"
    with open(path, "r+b") as file:
        size = os.path.getsize(path)
        for _ in range(dice.choice((1, 1, 8, 200))):
            file.seek(dice.randrange(size))
            file.write(bytes([dice.randrange(256)]))
        if dice.random() < 0.2:
            file.truncate(dice.randrange(size))
    return case


def after_damage(case):
    """Refused with a word and without a POST, or worked on; in any case nothing twice."""
    before = len(case.accepted())
    run = case.run()
    if run["exit"] not in (0, 1, 3, 6, 7):
        raise Failed(f"exit status {run['exit']} with a damaged ledger in {case.folder}")
    if run["exit"] == 1:
        campaign.add(refused=1)
        if not run["said"]:
            raise Failed(f"refused without a word in {case.folder}")
    else:
        campaign.add(recovered=1)
    case.run()
    found = [line for line in checker.faults(case.folder, mid=True, restored=True)
             if line.startswith(("I1:", "I7:", "I10:"))]
    if found:
        raise Failed("\n".join(found) + f"\nin {case.folder} ({before} before)")


def one(number, dice):
    kind = ("restored", "deleted", "damaged")[number % 3]
    case = {"restored": restored, "deleted": deleted, "damaged": damaged}[kind](dice)
    after_damage(case) if kind == "damaged" else recover(case)
    campaign.add(**{kind: 1})
    case.close(chosen.keep)


campaign.play(range(chosen.cases), one).end()
