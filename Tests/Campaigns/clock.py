"""The clock jumps while letters are sent, settled and reported: back, ahead, by seconds or years.

`faketime` gives the client a wall clock of its own, which a file moves while it runs; the API keeps
the true one. Half of the answers to a POST are lost, so that there is always something to settle.
"""
import os, shutil, time
from campaign import Campaign, Case, Fault, options, skip

NAME = "clock jumps"
JUMPS = ("+0", "-1h", "+1h", "-400d", "+400d", "+2s", "-2s", "+9000d")
ROWS = 16
chosen = options(__doc__, jumps=(8, 200))
if not shutil.which("faketime"):
    skip(NAME, "faketime is not installed (apt-get install faketime)")
campaign = Campaign(chosen, NAME)


def one(number, dice):
    case = Case(chosen.certmail, ROWS, name="clock", when_absent=("resend", "hold")[number % 2],
                decide=lambda method, path, count: Fault("close", after=dice.random() < 0.5)
                    if path == "/api/v1/mailings" and method == "POST" and dice.random() < 0.3
                    else None)
    case.note(clock_jumps=True)
    clock = f"{case.folder}/evidence/clock"
    # The wrapper shares its memory with the client: a library that sets the environment itself
    # would hide the arguments from a Swift program.
    prefix = ["faketime", "-m", "-f", "+0", "env", "-u", "FAKETIME",
              f"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_NO_CACHE=1",
              "FAKETIME_DONT_FAKE_MONOTONIC=1"]

    def jump():
        with open(clock + ".new", "w") as out:
            out.write(dice.choice(JUMPS) + "\n")
        os.replace(clock + ".new", clock)
        campaign.add(jumps=1)

    for _ in range(2):
        jump()
        process = case.start(prefix=prefix)
        while process.poll() is None:
            time.sleep(0.15)
            jump()
        case.finish(process)
        case.check(mid=True)
    case.settle()
    campaign.add(uncertain=case.unknown())
    case.close(chosen.keep)


campaign.play(range(-(-chosen.jumps // 4)), one).end()
