"""Kills certmail between the API's acceptance and its answer.

The wire passes a random POST on, keeps the answer, and kills the client in that instant. The letter
must become uncertain, then be found, and no letter that was accepted may be sent again.
"""
from collections import Counter
from campaign import Campaign, Case, Failed, Fault, options
import checker

ROWS = 12
chosen = options(__doc__, kills=(16, 500))
campaign = Campaign(chosen, "killed between acceptance and answer")


def one(number, dice):
    case = Case(chosen.certmail, ROWS, name="lost", when_absent=("resend", "hold")[number % 2],
                concurrency=dice.choice((1, 2, 4)))
    chosen_post = dice.randint(1, ROWS)

    def decide(method, path, count):
        if method == "POST" and path == "/api/v1/mailings" and count == chosen_post:
            return Fault("silent", after=True, then=case.kill)

    case.wire.decide = decide
    run = case.run()
    if not run["killed"]:
        raise Failed(f"POST {chosen_post} of {ROWS} never came in {case.folder}")
    case.check(mid=True)
    before = Counter(case.accepted())
    case.settle()
    posts = Counter(request["reference"] for request in checker.lines(
        f"{case.folder}/evidence/wire.jsonl") if "reference" in request)
    again = [reference for reference in before if posts[reference] > 1]
    if again:
        raise Failed(f"sent again after it was accepted: {again} in {case.folder}")
    if len(case.accepted()) != ROWS and case.job["uncertain"]["when_absent"] == "resend":
        raise Failed(f"{len(case.accepted())} of {ROWS} accepted in {case.folder}")
    campaign.add(kills=1, uncertain=case.unknown())
    case.close(chosen.keep)


campaign.play(range(chosen.kills), one).end()
