#!/usr/bin/env bash
# The curl examples of the provider's page, run against the sandbox word for word but for host and key.
#
#   Tests/Contract/curl-examples.sh
#
# CERTMAIL is the program under test, .build/release/certmail unless given. When the page is at hand
# (CERTMAIL_PAGE, else ../shared/api/321certified-developers.txt beside the checkout), the examples
# below are compared with it first.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${CERTMAIL:-$root/.build/release/certmail}
page=${CERTMAIL_PAGE:-$root/../shared/api/321certified-developers.txt}

for tool in curl python3; do
  command -v "$tool" >/dev/null || { echo "SKIPPED, NOTHING TESTED: no $tool" >&2; exit 0; }
done
[ -x "$program" ] || { echo "no program at $program; run: swift build -c release" >&2; exit 1; }

folder=$(mktemp -d)
sandbox=
finish() {
  if [ -n "$sandbox" ]; then kill "$sandbox" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT

cat > "$folder/create" <<'EXAMPLE'
curl -X POST https://api.321certified.com/api/v1/mailings \
-H "Authorization: Bearer 321m_live_xxxx" \
-H "Content-Type: application/json" \
-d '{
"from": {
"name": "John Smith",
"street1": "123 Main St",
"city": "San Francisco",
"state": "CA",
"zip": "94105"
},
"to": {
"name": "Jane Doe",
"street1": "456 Oak Ave",
"city": "Los Angeles",
"state": "CA",
"zip": "90001"
},
"mail_class": "certified_return_receipt",
"reference": "CASE-2024-001"
}'
EXAMPLE
cat > "$folder/validate" <<'EXAMPLE'
curl -X POST https://api.321certified.com/api/v1/addresses/validate \
-H "Authorization: Bearer 321m_live_xxxx" \
-H "Content-Type: application/json" \
-d '{
"street1": "1600 Pennsylvania Ave",
"city": "Washington",
"state": "DC",
"zip": "20500"
}'
EXAMPLE
cat > "$folder/tracking" <<'EXAMPLE'
curl https://api.321certified.com/api/v1/tracking/9400111899223456789012 \
-H "Authorization: Bearer 321m_live_xxxx"
EXAMPLE
cat > "$folder/list" <<'EXAMPLE'
curl "https://api.321certified.com/api/v1/mailings?status=delivered&limit=10" \
-H "Authorization: Bearer 321m_live_xxxx"
EXAMPLE

if [ -f "$page" ]; then
  for example in create validate tracking list; do
    python3 - "$page" "$folder/$example" <<'PYTHON'
import sys
page, example = (open(name).read() for name in sys.argv[1:])
if example.rstrip("\n") not in page:
    sys.exit(f"{sys.argv[2]}: the page has another example now")
PYTHON
  done
else
  echo "NOT COMPARED with the page: it is not at $page" >&2
fi

"$program" sandbox --json --port 0 --store "$folder/sandbox.sqlite" > "$folder/started.json" &
sandbox=$!
for _ in $(seq 100); do
  [ -s "$folder/started.json" ] && break
  sleep 0.1
done
member() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
  "$folder/started.json" "$1"; }
base=$(member base_url) key=$(member key)

# run EXAMPLE STATUS CHECK: host and key exchanged, the status asked for, the body looked at.
run() {
  sed -e "s#https://api.321certified.com/api/v1#$base#" -e "s#321m_live_xxxx#$key#" \
    "$folder/$1" > "$folder/$1.sh"
  # -w and -s tell the status and no progress; they change nothing of the request.
  sed -i "1s#^curl#curl -s -w '\\\\n%{http_code}'#" "$folder/$1.sh"
  bash "$folder/$1.sh" > "$folder/$1.answer"
  python3 - "$folder/$1.answer" "$2" "$3" <<'PYTHON'
import json, sys
text, status = open(sys.argv[1]).read().rsplit("\n", 1)
body = json.loads(text)
if status != sys.argv[2] or not eval(f"({sys.argv[3]})", {"body": body}):
    sys.exit(f"{sys.argv[1]}: {status} {text}")
PYTHON
  echo "ok: $1"
}

run create 201 'body["status"] == "label_generated" and body["mail_class"] == "certified_return_receipt"
  and body["cost"] == {"postage": 8.12, "service_fee": 1.64, "total": 9.76}
  and body["label_url"] == "/api/v1/mailings/" + body["id"] + "/label"
  and body["to"]["name"] == "Jane Doe" and len(body["tracking_number"]) == 22'
run validate 200 'body["valid"] is True and body["address"]["zip"] == "20500"'
run tracking 200 'body["status"] == "delivered" and body["events"][-1]["status"] == "delivered"'
run list 200 'body["data"] == []'
