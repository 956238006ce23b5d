"""Kills certmail at the N-th call of each system call that touches disk or network.

For N = 1, 2, … until a run passes that call untouched; the short form takes some N of each. The API
runs in a process of its own, then inside of the client. In the long form the run that recovers is
killed too, at a random call. One processor is given to the client, so that its
calls are made by few threads and N reaches them all.
"""
import os, random, re, shutil
from campaign import Campaign, Case, Failed, options, skip

CALLS = ("fsync", "fdatasync", "write", "pwrite64", "sendto", "recvfrom", "rename", "renameat",
         "renameat2", "unlink", "unlinkat", "ftruncate", "mkdir", "symlink")
ROWS = 8
NAME = "kill at every system call"
chosen = options(__doc__, points=(2, 0))
if not shutil.which("strace"):
    skip(NAME, "strace is not installed")
campaign = Campaign(chosen, NAME)


def strace(call, number, trace="/dev/null"):
    inject = [f"--inject={call}:signal=KILL:when={number}"] if number else []
    return ["taskset", "-c", str(number % os.cpu_count()), "strace", "-f", "-qq", "-o",
            trace, "-e", f"trace={call}", *inject]  # --seccomp-bpf would break the counting


def calls_of_a_run(api):
    """For each call how often the busiest thread makes it in a run without a fault."""
    case = Case(chosen.certmail, ROWS, api=api, name="strace")
    path = f"{case.folder}.trace"
    case.run(prefix=strace(",".join(CALLS), 0, path))
    counts = {}
    for line in open(path, errors="replace"):
        match = re.match(r"(\d+) +(\w+)\(", line)
        if match:
            key = (match.group(2), match.group(1))
            counts[key] = counts.get(key, 0) + 1
    os.remove(path)
    case.close()
    return {call: max((n for (name, _), n in counts.items() if name == call), default=0)
            for call in CALLS}


def points(call, most, dice):
    """Every N in the long form; in the short one some, more of the network's."""
    if most == 0:
        return []
    if not chosen.points:
        return range(1, most + 3)
    count = chosen.points * (3 if call in ("sendto", "recvfrom") else 1)
    # Other threads take some of the calls: the busiest one seldom gets to its highest N again.
    return sorted({1, *(dice.randint(1, max(1, most * 2 // 3)) for _ in range(count - 1))})


def deaths(trace):
    """How many processes were killed: the threads of one end one after the other."""
    ends = ["killed by SIGKILL" in line for line in open(trace, errors="replace")]
    return sum(1 for before, end in zip([False] + ends, ends) if end and not before)


def point(key, dice):
    call, api, number = key
    case = Case(chosen.certmail, ROWS, api=api, name="strace")
    trace = f"{case.folder}/evidence/trace"
    run = case.run(prefix=strace(call, number, trace))
    # A worker that ends with its client is no death of its own.
    workers = max(0, deaths(trace) - (2 if run["killed"] else 0))
    # The client's HTTP worker can be hit alone: what it had under way is unknown.
    case.note(injected=workers * case.job["limits"]["concurrent_requests"])
    campaign.add(kills=int(run["killed"]), workers=int(workers > 0))
    if run["killed"]:
        case.check(mid=True)
        if chosen.long:
            second = dice.choice(CALLS[:6])
            again = case.run(prefix=strace(second, dice.randint(1, 60), trace))
            workers += max(0, deaths(trace) - (2 if again["killed"] else 0))
            case.note(injected=workers * case.job["limits"]["concurrent_requests"])
            campaign.add(kills=int(again["killed"]))
            case.check(mid=True)
    elif run["exit"] != 0 and not workers:
        raise Failed(f"exit status {run['exit']} without a kill in {case.folder}")
    case.settle()
    campaign.add(uncertain=case.unknown())
    case.close(chosen.keep)


keys = []
for api in ("server", "embedded"):
    most = calls_of_a_run(api)
    print(f"calls of the busiest thread, API {api}: "
          + ", ".join(f"{call} {count}" for call, count in most.items() if count))
    dice = random.Random(chosen.seed)
    keys += [(call, api, number) for call in CALLS for number in points(call, most[call], dice)]
campaign.play(keys, point).end()
