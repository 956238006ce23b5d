"""Switches off one safety rule after the other and shows which test notices.

usage: run.py [--only TEXT] [--every N] [--folder DIR]

Works on a copy of the sources with a build folder of its own. Ends with status 1 when a rule can be
switched off unnoticed. A change that does not build proves nothing and counts as unnoticed.
"""
import argparse, os, shutil, subprocess, sys, tempfile, time
from mutants import RULES

options = argparse.ArgumentParser()
options.add_argument("--only", default="")
options.add_argument("--every", type=int, default=1, help="only each Nth rule")
options.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "certmail-mutants"))
options = options.parse_args()
project = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
copy = options.folder
environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")


def refresh():
    """Brings the copy up to the project's sources; the build folder stays."""
    os.makedirs(copy, exist_ok=True)
    for name in ("Sources", "Tests", "samples", "jobs"):
        subprocess.run(["rsync", "-a", "--delete", "--exclude", "out", f"{project}/{name}/",
                        f"{copy}/{name}/"], check=True)
    shutil.copy2(f"{project}/Package.swift", copy)


def swift(*words):
    return subprocess.run(["swift", *words], cwd=copy, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def failing(check):
    """(whether it was built, whether it fails, the test that says so)."""
    if check.startswith("simulate"):
        built = swift("build", "-c", "release", "--product", "simulate")
        if built.returncode:
            return False, False, built.stdout[-1500:]
        run = subprocess.run([f"{copy}/.build/release/simulate", *check.split()[1:]], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
        return True, run.returncode != 0, check
    built = swift("build", "--build-tests")
    if built.returncode:
        return False, False, built.stdout[-1500:]
    run = swift("test", "--skip-build", "--filter", check)
    failed = [line.split('"')[1] for line in run.stdout.splitlines()
              if line.startswith("✘ Test \"") and '"' in line]
    return True, run.returncode != 0, failed[0] if failed else check


for sentence, file, kept, *_ in RULES:
    with open(os.path.join(project, "Sources", file)) as source:
        if kept not in source.read():
            sys.exit(f"{sentence}: its text is no longer in {file}; bring mutants.py up to date")
refresh()
chosen = [rule for rule in RULES if options.only in rule[0]][::options.every]
for check in sorted({rule[4] for rule in chosen}):
    built, fails, told = failing(check)
    if fails or not built:
        sys.exit(f"{check} fails before anything is changed: {told}")
unnoticed = 0
for sentence, file, kept, changed, check in chosen:
    started = time.time()
    path = f"{copy}/Sources/{file}"
    source = open(path).read()
    if source.count(kept) != 1:
        sys.exit(f"{file} does not hold the text of the rule “{sentence}” once: {kept}")
    open(path, "w").write(source.replace(kept, changed))
    built, fails, told = failing(check)
    open(path, "w").write(source)
    seconds = f"{time.time() - started:.0f} s"
    if not built:
        print(f"DOES NOT BUILD | {sentence} | {told}", flush=True)
    elif not fails:
        print(f"UNNOTICED | {sentence} | {check} passes | {seconds}", flush=True)
    else:
        print(f"caught | {sentence} | {told} | {seconds}", flush=True)
    unnoticed += not (built and fails)
print(f"{len(chosen)} rules switched off, {len(chosen) - unnoticed} noticed")
sys.exit(1 if unnoticed else 0)
