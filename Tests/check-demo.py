"""Checks a batch's results without the program: report, labels, and what the sandbox accepted.

usage: check-demo.py BATCH_FOLDER ROWS JOURNAL
"""
import hashlib, json, os, sys

folder, rows, journal = sys.argv[1], int(sys.argv[2]), sys.argv[3]
report = json.load(open(os.path.join(folder, "report.json")))
accepted = [json.loads(line) for line in open(journal)]

assert report["balanced"], report
assert len(report["rows"]) == report["totals"]["rows"] == rows, report["totals"]
ids = [line["id"] for line in accepted]
assert len(ids) == len(set(ids)) == rows, f"{len(ids)} accepted for {rows} rows"
assert {row["mailing_id"] for row in report["rows"]} == set(ids)
cents = sum(line["total"] for line in accepted)
assert report["totals"]["charged"] == f"{cents // 100}.{cents % 100:02}", report["totals"]
for row in report["rows"]:
    path = os.path.join(folder, row["label"])
    data = open(path, "rb").read()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), path
    assert hashlib.sha256(data).hexdigest() == row["label_sha256"], path
    assert os.stat(path).st_mode & 0o777 == 0o600, path
print(f"checked: {rows} rows, {len(ids)} mailings, {report['totals']['charged']} charged")
