"""Does what the README says, as a reader would: its two commands, its paths, its command names.

usage: check-readme.py

Works in a clone of what is committed, built there. The second command, which runs
the tests, must be the one that .ci/run runs; it is not run again.
"""
import glob, pathlib, re, subprocess, sys, tempfile

project = pathlib.Path(__file__).resolve().parent.parent
readme = (project / "README.md").read_text()
failures = []


def check(holds, words):
    print(("ok      " if holds else "FAILED  ") + words)
    if not holds:
        failures.append(words)


def shell(command, folder):
    run = subprocess.run(["bash", "-c", command], cwd=folder, text=True, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode:
        print(run.stdout[-3000:])
    return run


first, second = re.search(r"## Two commands.*?```\n(.*?)\n```", readme, re.S)[1].split("\n")
check(re.search(f"^{re.escape(second)}$", (project / ".ci/run").read_text(), re.M) is not None,
      f"the tests of .ci/run are the README's: {second}")
with tempfile.TemporaryDirectory() as folder:
    clone = f"{folder}/certmail"
    subprocess.run(["git", "clone", "-q", project, clone], check=True)
    runs = [shell(first, clone), shell(first, clone)]
    check(all(run.returncode == 0 for run in runs), "the first command, twice: exit status 0")
    check("25 mailed" in runs[0].stdout and "next: certmail" in runs[0].stdout,
          "it says what was mailed and what to do next")
    check("nothing to do" in runs[1].stdout, "the second time the list is recognised")
    with open(f"{clone}/jobs/out/demo.sandbox.sqlite.journal.jsonl") as journal:
        made = sum(1 for _ in journal)
    check(made == 25, f"the API made 25 mailings in both: {made}")
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=clone, text=True,
                             stdout=subprocess.PIPE).stdout
    check(changed == "", f"nothing is written but below ignored folders {changed}")

    told = re.findall(r"^ +(\d+)  (.+)$", shell(".build/release/certmail help run", clone).stdout, re.M)
    written = re.findall(r"^\| (\d+) \| (.+) \|$", readme, re.M)
    check(bool(told) and written == told, "the exit statuses are those of certmail help run")
    states = set(re.findall(r"\b[a-z]+\b", re.search(r"## States.*?```\n(.*?)```", readme, re.S)[1]))
    known = shell("sqlite3 jobs/out/demo.sqlite "
                  "'SELECT from_state FROM transition UNION SELECT to_state FROM transition'", clone)
    names = set(known.stdout.split())
    check(len(names) > 10 and names <= states, f"the drawing has every state {names - states or ''}")

    for name in sorted(set(re.findall(r"`certmail ([a-z]+)\b", readme)) - {"help"}):
        run = subprocess.run([f"{clone}/.build/release/certmail", "help", name],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        check(run.returncode == 0, f"there is help for certmail {name}")

paths = set(re.findall(r"`((?:Sources|Tests|jobs|samples)/[^` ]*)`", readme))
paths |= set(re.findall(r"\]\(([^):]+)\)", readme))
for path in sorted(paths):
    check(path == "jobs/out" or bool(glob.glob(str(project / path))), f"{path} is there")
for path in re.findall(r"`swift run -c release (\w+)", readme):
    check(f'name: "{path}"' in (project / "Package.swift").read_text(), f"the program {path} is there")
sys.exit(f"{len(failures)} things in the README do not hold" if failures else 0)
