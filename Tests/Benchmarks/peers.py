"""The tools that a firm could use instead, each bringing the same list into SQLite or its own table.

Each is a command that reads LIST and writes STORE. What is not installed is named, not skipped silently;
`run --install DIR` puts the Python ones into a virtual environment there.
"""
import shutil, subprocess, sys

# The columns that make a letter; one unique index over them, as certmail has one over its tokens.
KEY = "\"Case No.\", Name, \"Street 1\", City, ZIP, \"Mail Class\""
PRAGMAS = "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
COLUMNS = ", ".join(f'"{name}" TEXT' for name in (
    "Case No.", "Name", "Company", "Street 1", "Street 2", "City", "State", "ZIP", "Mail Class",
    "Matter", "Notes", "Amount"))
TABLE = f"{PRAGMAS} CREATE TABLE list ({COLUMNS}); CREATE UNIQUE INDEX key ON list ({KEY});"

PYTHON_CSV = f"""
import csv, re, sqlite3, sys
store = sqlite3.connect(sys.argv[2])
store.executescript('''{TABLE}''')
states = set("AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
             "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP".split())
def good(row):
    return (row[1] or row[2]) and row[3] and row[5] and row[6] in states and re.fullmatch(r"\\d{{5}}(-?\\d{{4}})?", row[7])
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    store.executemany("INSERT OR IGNORE INTO list VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", filter(good, rows))
store.commit()
"""
POLARS = "import polars, sys; polars.read_csv(sys.argv[1], infer_schema_length=0).write_parquet(sys.argv[2])"
PANDAS = """
import pandas, sqlite3, sys
with sqlite3.connect(sys.argv[2]) as store:
    for chunk in pandas.read_csv(sys.argv[1], dtype=str, chunksize=50000):
        chunk.to_sql("list", store, if_exists="append", index=False)
"""
DUCKDB = """
import duckdb, sys
store = duckdb.connect(sys.argv[2])
store.execute("CREATE TABLE list AS SELECT * FROM read_csv(?, all_varchar=true)", [sys.argv[1]])
"""


def peers(python):
    """(name, what it does less than we do, command of LIST and STORE, why it is missing or None)."""
    def module(name):
        found = subprocess.run([python, "-c", f"import {name}"], capture_output=True)
        return None if found.returncode == 0 else f"no Python package {name}"

    shell = None if shutil.which("sqlite3") else "no sqlite3"
    yield ("sqlite3 .import", "no checks, no prices", lambda file, store: [
        "sqlite3", store, "-cmd", TABLE, "-cmd", ".mode csv", "-cmd", ".output /dev/null",
        f".import --skip 1 {file} list"], shell)
    yield ("Python csv", "ZIP and state by pattern", lambda file, store: [
        sys.executable, "-c", PYTHON_CSV, file, store], None)
    yield ("DuckDB", "no checks, no unique key", lambda file, store: [
        python, "-c", DUCKDB, file, store], module("duckdb"))
    yield ("polars", "to Parquet; no checks, no key", lambda file, store: [
        python, "-c", POLARS, file, store], module("polars"))
    yield ("pandas to_sql", "no checks, no unique key", lambda file, store: [
        python, "-c", PANDAS, file, store], module("pandas"))
    yield ("sqlite-utils", "no checks, no unique key", lambda file, store: [
        python, "-m", "sqlite_utils", "insert", store, "list", file, "--csv"], module("sqlite_utils"))


def install(folder):
    """A Python with the packages of the peers, in `folder`."""
    python = f"{folder}/bin/python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "duckdb", "polars", "pandas", "sqlite-utils"],
                   check=True)
    return python
