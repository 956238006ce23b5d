"""Every status × every way in which an answer can end, and an answer cut at every byte.

Each cell is a small batch in which one POST gets that answer, before the API carried it out or after.
The attempt must be classified as the table of the protocol says; then everything must settle.
"""
import itertools
from campaign import Campaign, Case, Failed, Fault, options
import checker

ENDINGS = ("answer", "drip", "cut in head", "cut in body", "reset", "close", "silent", "garbage")
STATUSES = (200, 201, 202, 204, 301, 302, 307, 308, 400, 401, 402, 403, 404, 405, 408, 409, 410,
            413, 415, 418, 422, 425, 429, 451, 500, 501, 502, 503, 504, 520, 599)
REFUSED, PUT_BACK = {400, 405, 413, 415, 422}, {401, 402, 403, 404, 429}
CUTS_IN_A_LONG_RUN = 700
ROWS = 4
chosen = options(__doc__, cells=(24, 0))
campaign = Campaign(chosen, "every status × every ending")


def expected(status, ending, after, plain):
    """How the attempt must be classified (the table of POST /mailings)."""
    if ending not in ("answer", "drip"):
        return "outcomeUnknown"
    if status is None:
        return "accepted"
    if status == 429:
        return "notExecuted"
    if plain or status < 400 or status >= 500:
        return "outcomeUnknown"
    if status in REFUSED:
        return "refused"
    return "notExecuted" if status in PUT_BACK else "outcomeUnknown"


def cells():
    """What can be asked for: a definite refusal after the acceptance would be a lie."""
    found = []
    for status, ending, after, plain in itertools.product(
            (None, *STATUSES), ENDINGS, (False, True), (False, True)):
        is_definite = expected(status, ending, after, plain) in ("refused", "notExecuted")
        if after and is_definite or status is None and (plain or not after):
            continue
        found.append((status, ending, after, plain))
    cuts = range(0, CUTS_IN_A_LONG_RUN)
    return found, [("cut", byte) for byte in cuts]


def fault_of(key):
    if key[0] == "cut":
        return Fault("cut", after=True, bytes=key[1]), None
    status, ending, after, plain = key
    headers = [("Retry-After", "1")] if status == 429 else []
    kind, _, place = ending.partition(" in ")
    return Fault(kind, after, status, headers=headers, plain=plain,
                 bytes=-9 if place == "body" else 40), expected(*key)


def cell(key, dice):
    fault, outcome = fault_of(key)
    post = dice.choice((1, 2, 3))
    # Only silence is to run into the deadline: a slow machine may take its time to deliver the others.
    case = Case(chosen.certmail, ROWS, name="answer", concurrency=2,
                timeout="1s" if fault.kind == "silent" else "20s")
    case.wire.decide = lambda method, path, count: fault if (
        method == "POST" and path == "/api/v1/mailings" and count == post) else None
    case.run()
    case.check(mid=True)
    seen = [request for request in checker.lines(f"{case.folder}/evidence/wire.jsonl")
            if request.get("fault")]
    if len(seen) != 1:
        raise Failed(f"the fault was played {len(seen)} times in {case.folder}")
    token = checker.token_number(seen[0]["reference"])
    found = case.query(
        "SELECT outcome FROM attempt WHERE token = ? ORDER BY id LIMIT 1", token)[0][0]
    if outcome is None:
        # A cut beyond the last byte is a whole answer.
        outcome = found if found in ("accepted", "outcomeUnknown") else "one of the two"
    if found != outcome:
        raise Failed(f"{fault} was taken as {found}, not {outcome}, in {case.folder}")
    case.settle()
    campaign.add(uncertain=case.unknown())
    case.close(chosen.keep)


import random
matrix, cuts = cells()
if chosen.cells:
    dice = random.Random(chosen.seed)
    matrix = dice.sample(matrix, chosen.cells)
    cuts = dice.sample(cuts[:500], chosen.cells // 4)
campaign.play(matrix + cuts, cell).end()
