"""A random mix of everything: up to half of all requests faulty, kills, stops, then calm.

The dice of a batch decide the share of faulty requests, the faults, when the client is killed or
asked to stop, and what is done with absent mailings. When the faults end, I1 to I14 must hold.
"""
import os, signal, time
from campaign import Campaign, Case, Fault, options

STATUSES = (302, 400, 408, 409, 422, 425, 429, 429, 500, 500, 502, 503, 504, 599)
DEFINITE = {400, 422, 429}
chosen = options(__doc__, batches=(6, 200), rows=(50, 500))
campaign = Campaign(chosen, "random mix, 0–50 % of requests")


def fault(dice, method, path):
    """One fault of the dice's choosing that a server or a network can really show."""
    is_post = method == "POST" and path == "/api/v1/mailings"
    kind = dice.choice(("status", "status", "close", "reset", "silent", "garbage", "cut", "drip",
                        "late"))
    after = dice.random() < 0.5
    if kind == "status":
        status = dice.choice(STATUSES)
        headers = [("Retry-After", "1")] if status == 429 else []
        return Fault("answer", after and status not in DEFINITE, status, headers=headers,
                     plain=status not in DEFINITE and dice.random() < 0.3)
    if kind == "late":
        # Accepted when the connection is long gone, though within `settle`.
        return Fault("close", late=dice.uniform(0, 0.4) if is_post else None)
    if kind == "cut":
        # Not inside of the head, which ends the client: `answers.py` plays that.
        return Fault("cut", after=True, bytes=-dice.randint(1, 60))
    if kind == "silent" and dice.random() < 0.7:
        kind = "drip"
    return Fault(kind, after or kind == "drip")


def batch(number, dice):
    share = dice.uniform(0, 0.5)
    case = Case(chosen.certmail, chosen.rows, name="mix", timeout="1s",
                when_absent=dice.choice(("resend", "hold")), concurrency=dice.choice((1, 4, 8)),
                decide=lambda method, path, count:
                    fault(dice, method, path) if dice.random() < share else None)
    for _ in range(dice.randint(2, 4)):
        ending = dice.choice(("none", "kill", "stop"))
        process = case.start()
        if ending != "none":
            time.sleep(dice.uniform(0.05, 1.5))
            os.killpg(process.pid, signal.SIGKILL if ending == "kill" else signal.SIGTERM)
        case.finish(process, kind="stop" if ending == "stop" else "fault",
                    killed=ending != "none")  # A stop before it listens for one ends it, too.
        case.check(mid=True)
    case.settle()
    campaign.add(rows=chosen.rows, requests=sum(case.wire.counts.values()),
                 uncertain=case.unknown())
    case.close(chosen.keep)


campaign.play(range(chosen.batches), batch).end()
