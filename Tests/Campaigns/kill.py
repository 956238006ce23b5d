"""Kills certmail at random moments of a batch, runs it again to the end, and lets the checker judge.

Half of the batches talk to an API in a process of its own, behind the recording wire; the other half
to the embedded one, which dies with the client. `when_absent` is `resend` and `hold` in turn.
"""
from campaign import Campaign, Case, options, random_kills

KILLS_PER_BATCH = 6
chosen = options(__doc__, kills=(36, 1000), rows=(60, 500))
campaign = Campaign(chosen, "kill -9 at random")


def batch(number, dice):
    case = Case(chosen.certmail, chosen.rows, api=("wire", "embedded")[number % 2],
                when_absent=("resend", "hold")[number // 2 % 2], name="kill")
    random_kills(case, dice, KILLS_PER_BATCH, longest=0.5 + chosen.rows / 300)
    case.check(mid=True)
    case.settle()
    campaign.add(kills=KILLS_PER_BATCH, rows=chosen.rows, uncertain=case.unknown())
    case.close(chosen.keep)


campaign.play(range(-(-chosen.kills // KILLS_PER_BATCH)), batch).end()
