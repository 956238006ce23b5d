"""A case list of invented people, the same bytes for the same arguments.

usage: generate.py ROWS FILE [--json] [--seed N]

12 columns; 2 % of the rows have quoted cells with commas, quotes and newlines, 3 % names that are not
ASCII, 1 % cannot be mailed, 1 % are the row before once more.
"""
import argparse, csv, json, os, random, time

COLUMNS = ["Case No.", "Name", "Company", "Street 1", "Street 2", "City", "State", "ZIP", "Mail Class",
           "Matter", "Notes", "Amount"]
FIRST = ["Ana", "Ben", "Carla", "Dmitri", "Eve", "Faruk", "Gita", "Hugo"]
LAST = ["Smith", "Okafor", "Nguyen", "Petrov", "Lee", "Kowalski", "Haddad", "Ito"]
NOT_ASCII = ["José García", "Zoë Müller", "Łukasz Wójcik", "Søren Ångström"]
PLACES = [("Los Angeles", "CA", "90001"), ("San Francisco", "CA", "94105"), ("New York", "NY", "10001"),
          ("Chicago", "IL", "60601"), ("Houston", "TX", "77001"), ("Miami", "FL", "33101"),
          ("Seattle", "WA", "98101"), ("Denver", "CO", "80201")]


def rows(count, seed):
    dice = random.Random(seed)
    row = None
    for number in range(count):
        if row and dice.random() < 0.01:
            yield row
            continue
        city, state, zip_code = dice.choice(PLACES)
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
        if dice.random() < 0.03:
            name = dice.choice(NOT_ASCII)
        if dice.random() < 0.01:
            state, zip_code = dice.choice([("XX", zip_code), (state, "ABCDE"), (state, "")])
        note = f"plain note {number}"
        if dice.random() < 0.02:
            note = f'said "hello", then\nleft {number}'
        row = [f"2026-CV-{number:07}", name, "" if dice.random() < 0.7 else f"Acme {number} LLC",
               f"{number % 9999 + 1} Oak St", "" if dice.random() < 0.8 else f"Apt {number % 99 + 1}",
               city, state, zip_code, "certified", f"M-{number % 5000:05}", note,
               f"{number % 1000}.{number % 100:02}"]
        yield row


def write(count, path, is_json=False, seed=1):
    with open(path, "w", newline="", encoding="utf-8") as file:
        if is_json:
            file.write("[")
            for number, row in enumerate(rows(count, seed)):
                file.write(",\n" if number else "\n")
                file.write(json.dumps(dict(zip(COLUMNS, row)), ensure_ascii=False))
            file.write("\n]\n")
        else:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(rows(count, seed))
    finish(path)


def finish(path):
    """Written a minute ago: certmail waits for a file that is still being written."""
    os.utime(path, (time.time() - 60,) * 2)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rows", type=int)
    options.add_argument("file")
    options.add_argument("--json", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    write(chosen.rows, chosen.file, chosen.json, chosen.seed)
