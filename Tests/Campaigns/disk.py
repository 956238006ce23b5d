"""The disk is full, a file may not grow, or a call to the disk fails, at every N-th place.

  tmpfs   ledger and results lie on a file system of rising size (needs the right to mount)
  limit   no file may grow beyond a rising bound (`ulimit -f`)
  error   strace makes the N-th call fail with EIO or ENOSPC, once or from then on

The API is on another disk. No POST may go out without its durable intent; when there is room again,
the job goes on and I1 to I14 hold.
"""
import os, random, resource, shutil, subprocess, tempfile
from campaign import HOLDER, Campaign, Case, options

ROWS = 8
NAME = "disk full, I/O errors"
CALLS = ("fsync", "fdatasync", "pwrite64", "ftruncate", "rename", "renameat", "unlink", "unlinkat",
         "mkdir")
MOST = {"fsync": 32, "fdatasync": 24, "pwrite64": 200, "ftruncate": 3, "rename": 8, "renameat": 9,
        "unlink": 9, "unlinkat": 3, "mkdir": 6}
SIZES = range(64, 3600, 32)  # KiB: from too small for the ledger to room for everything
BOUNDS = range(8, 1400, 16)  # KiB; what the client prints must fit, too
chosen = options(__doc__, points=(5, 0))
campaign = Campaign(chosen, NAME)


def can_mount():
    if os.geteuid() != 0:
        return False
    os.makedirs(HOLDER, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HOLDER) as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder],
                          capture_output=True).returncode != 0:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


def on_small_disk(size, dice):
    """The whole job but for its evidence lies on a tmpfs of `size` KiB."""
    disk = tempfile.mkdtemp(prefix="disk-", dir=HOLDER)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k,mode=700", "tmpfs", disk],
                   check=True)
    elsewhere = tempfile.mkdtemp(prefix="disk-evidence-", dir=HOLDER)
    try:
        case = Case(chosen.certmail, ROWS, name="disk", parent=disk, store_outside=True,
                    evidence=elsewhere)
        run = case.run()
        case.check(mid=True)
        campaign.add(stopped=int(run["exit"] != 0))
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        case.settle()
        case.close()
    finally:
        subprocess.run(["umount", "-l", disk])
        shutil.rmtree(disk, ignore_errors=True)
        shutil.rmtree(elsewhere, ignore_errors=not chosen.keep)


def under_a_limit(bound, dice):
    case = Case(chosen.certmail, ROWS, name="limit", store_outside=True)
    run = case.run(before=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (bound * 1024, bound * 1024)))
    case.check(mid=True)
    campaign.add(stopped=int(run["exit"] != 0))
    case.settle()
    case.close(chosen.keep)


def with_an_error(key, dice):
    call, number, error, for_good = key
    case = Case(chosen.certmail, ROWS, name="error", store_outside=True)
    run = case.run(prefix=[
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
        f"--inject={call}:error={error}:when={number}{'+' if for_good else ''}"])
    case.check(mid=True)
    campaign.add(stopped=int(run["exit"] != 0))
    case.settle()
    case.close(chosen.keep)


def one(key, dice):
    kind, place = key
    {"tmpfs": on_small_disk, "limit": under_a_limit, "error": with_an_error}[kind](place, dice)
    campaign.add(**{kind: 1})


def some(places, dice):
    places = list(places)
    return dice.sample(places, min(len(places), chosen.points)) if chosen.points else places


dice = random.Random(chosen.seed)
keys = [("limit", bound) for bound in some(BOUNDS, dice)]
if can_mount():
    keys += [("tmpfs", size) for size in some(SIZES, dice)]
else:
    print("SKIPPED tmpfs: this user may not mount")
if shutil.which("strace"):
    keys += [("error", place) for place in some(
        ((call, number, error, for_good) for call in CALLS for number in range(1, MOST[call] + 1)
         for error in ("EIO", "ENOSPC") for for_good in (False, True)), dice)]
    if chosen.points:
        keys += [("error", (call, dice.randint(1, MOST[call] // 2 + 1), "EIO", True))
                 for call in CALLS]
else:
    print("SKIPPED errors: strace is not installed")
campaign.play(keys, one).end()
