"""Ten processes start at once on one job: one works, the others say who holds the ledger."""
from campaign import Campaign, Case, Failed, options

AT_ONCE = 10
ROWS = 30
chosen = options(__doc__, rounds=(3, 100))
campaign = Campaign(chosen, "ten processes at once")


def one(number, dice):
    case = Case(chosen.certmail, ROWS, name="together")
    for _ in range(2):
        processes = [case.start() for _ in range(AT_ONCE)]
        if dice.random() < 0.5:
            dice.choice(processes).kill()
        runs = [case.finish(process, killed=True) for process in processes]
        held = sum(1 for run in runs if run["exit"] == 11)
        worked = sum(1 for run in runs if run["exit"] in (0, 6))
        killed = sum(1 for run in runs if run["killed"])
        if held + worked + killed != AT_ONCE or worked + killed == 0:
            raise Failed(f"exit statuses {[run['exit'] for run in runs]} in {case.folder}")
        silent = [run for run in runs if run["exit"] == 11 and "another certmail works" not in case.said(run)]
        if silent:
            raise Failed(f"a second process does not say that the ledger is held in {case.folder}")
        campaign.add(processes=AT_ONCE, refused=held)
    case.settle()
    case.close(chosen.keep)


campaign.play(range(chosen.rounds), one).end()
