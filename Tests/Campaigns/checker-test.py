"""Proves that the checker can fail: spoils a good result in each of the fourteen ways.

usage: checker-test.py [CERTMAIL]

One job is run through every kind of fault to a good end; for each invariant a copy of it is spoilt
behind the program's back, and the checker must name that invariant. Every breach that is missed, and
a good result that is not found good, fails the test.
"""
import glob, json, os, shutil, sqlite3, sys, time
import checker
from campaign import Campaign, Case, Failed, Fault, options

ROWS = 12
chosen = options(__doc__)
campaign = Campaign(chosen, "the checker can fail")


def good_result():
    """A job that met a 429, a lost answer and a kill, and is settled."""
    plan = {3: Fault("answer", status=429, headers=[("Retry-After", "2")]),
            6: Fault("close", after=True), 8: Fault("close")}
    case = Case(chosen.certmail, ROWS, name="checker", cap="500.00")
    case.wire.decide = lambda method, path, count: plan.get(count) \
        if method == "POST" and path == "/api/v1/mailings" else None
    case.run()
    case.settle()
    return case


def sql(folder, *statements, file="l.sqlite"):
    """Changes a database as nobody may: without its triggers and its rules."""
    database = sqlite3.connect(f"{folder}/{file}")
    database.execute("PRAGMA foreign_keys = OFF")
    triggers = database.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        database.execute(statement)
    for _, words in triggers:
        database.execute(words)
    database.commit()
    database.close()


def edit_json(path, change):
    content = json.load(open(path))
    change(content)
    json.dump(content, open(path, "w"))


def edit_lines(path, change):
    content = [json.loads(line) for line in open(path)]
    change(content)
    with open(path, "w") as out:
        out.writelines(json.dumps(line) + "\n" for line in content)


def report(folder):
    return glob.glob(f"{folder}/out/2*/report.json")[0]


def runs(folder):
    return f"{folder}/evidence/runs.jsonl"


def accepted_twice(folder):
    store = sqlite3.connect(f"{folder}/s.sqlite")
    number, body = store.execute("SELECT number, body FROM mailing LIMIT 1").fetchone()
    twin = {**json.loads(body), "id": "clxtwin"}
    store.execute("INSERT INTO mailing SELECT 999, 'clxtwin', 'T999', status, ?, created_at "
                  "FROM mailing WHERE number = ?", (json.dumps(twin), number))
    store.commit()
    store.close()


def accepted_twice_in_the_journal(folder):
    def change(content):
        content.append({**content[0], "id": "clxtwin"})
    edit_lines(f"{folder}/s.sqlite.journal.jsonl", change)


def forgotten(folder):
    sql(folder, "UPDATE mailing SET state = 'queued' WHERE id = 3",
        "DELETE FROM piece WHERE mailing = 3", "DELETE FROM label WHERE mailing = 3")


def other_recipient(folder):
    sql(folder, "UPDATE mailing SET body = replace(body, 'Ada Ashdown', 'Eve Nobody')",
        file="s.sqlite")


def never_made(folder):
    sql(folder, "DELETE FROM mailing WHERE number = 4", file="s.sqlite")
    edit_lines(f"{folder}/s.sqlite.journal.jsonl", lambda content: content.pop(3))


def row_missing(folder):
    edit_json(report(folder), lambda content: content["rows"].pop())


def row_twice(folder):
    edit_json(report(folder), lambda content: content["rows"].append(content["rows"][0]))


def other_charge(folder):
    sql(folder, "UPDATE piece SET charged = charged + 1 WHERE mailing = 2")


def above_cap(folder):
    edit_json(f"{folder}/job.json", lambda job: job["limits"].update(spend_per_run="20.00"))


def post_before_intent(folder):
    def change(content):
        next(line for line in content if "intent" in line)["intent"] = False
    edit_lines(f"{folder}/evidence/wire.jsonl", change)


def claimed_late(folder):
    sql(folder, "UPDATE attempt SET claimed_at = claimed_at + 3600000 WHERE id = 5")


def other_body(folder):
    sql(folder, "UPDATE attempt SET body = CAST('{}' AS BLOB) WHERE id = 2")


def label_cut(folder):
    path = glob.glob(f"{folder}/out/2*/labels/*.pdf")[0]
    os.truncate(path, os.path.getsize(path) - 40)


def label_gone(folder):
    os.remove(glob.glob(f"{folder}/out/2*/labels/*.pdf")[0])


def left_behind(folder):
    open(os.path.dirname(report(folder)) + "/.report.csv.123.partial", "w").close()


def beside_the_job(folder):
    open(f"{folder}/stray.pdf", "w").close()


def posts_again(folder):
    edit_lines(runs(folder), lambda content: content[-1].update(
        attempts=content[-1]["attempts"] + 1))


def never_settles(folder):
    def change(content):
        content[-2]["states"][4] = "uncertain"
        content[-2]["exit"] = 6
    edit_lines(runs(folder), change)


def key_in_report(folder):
    with open(f"{folder}/out/key.log", "w") as out:
        out.write("Bearer " + open(f"{folder}/key").read())


def key_in_command(folder):
    edit_lines(runs(folder), lambda content: content[0].update(
        command="run --key " + open(f"{folder}/key").read()))


def transition_allowed(folder):
    sql(folder, "INSERT INTO transition VALUES ('done', 'queued')")


def went_backwards(folder):
    def change(content):
        content[-2]["states"][2] = "done"
        content[-1]["states"][2] = "queued"
    edit_lines(runs(folder), change)


def pages_damaged(folder):
    sql(folder)  # Checkpoints, so that the file holds everything.
    size = os.path.getsize(f"{folder}/l.sqlite")
    with open(f"{folder}/l.sqlite", "r+b") as file:
        for place in range(20000, size, 4096):
            file.seek(place)
            file.write(b"\xff" * 64)


def wrong_status(folder):
    edit_lines(runs(folder), lambda content: content[-1].update(exit=6))


def unknown_status(folder):
    edit_lines(runs(folder), lambda content: content[0].update(exit=134))


def impatient(folder):
    def change(content):
        limited = next(line for line in content if line["status"] == 429)
        after = max(content, key=lambda line: line["at"])
        after["at"] = limited["answered"] + 1
    edit_lines(f"{folder}/evidence/wire.jsonl", change)


def too_many_unknown(folder):
    sql(folder, "UPDATE attempt SET outcome = 'outcomeUnknown' WHERE outcome = 'accepted'")


SPOILT = {
    1: (accepted_twice, accepted_twice_in_the_journal), 2: (forgotten,),
    3: (other_recipient, never_made), 4: (row_missing, row_twice), 5: (other_charge,),
    6: (above_cap,), 7: (post_before_intent, claimed_late, other_body),
    8: (label_cut, label_gone, left_behind, beside_the_job), 9: (posts_again, never_settles),
    10: (key_in_report, key_in_command), 11: (transition_allowed, went_backwards, pages_damaged),
    12: (wrong_status, unknown_status), 13: (impatient,), 14: (too_many_unknown,)}


def spoil(case, number, way):
    folder = case.folder + f"-{way.__name__}"
    shutil.copytree(case.folder, folder, symlinks=True)
    way(folder)
    found = {line.split(":")[0] for line in checker.faults(folder)}
    shutil.rmtree(folder)
    if f"I{number}" not in found:
        raise Failed(f"I{number} is spoilt by {way.__name__}, and the checker says "
                     f"{sorted(found) or 'that all is well'}")
    campaign.add(ways=1)


case = good_result()
found = checker.faults(case.folder)
if found:
    sys.exit("the good result is not found good: " + "; ".join(found))
ways = [(number, way) for number, all_ways in SPOILT.items() for way in all_ways]
for number, way in ways:
    campaign.one(way.__name__, lambda key, dice: spoil(case, number, way))
case.close(chosen.keep)
campaign.end(f"{len(SPOILT)} invariants")
