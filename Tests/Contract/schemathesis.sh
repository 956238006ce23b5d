#!/usr/bin/env bash
# Generated requests against the sandbox, its answers held to the contract: nothing may be found.
#
#   Tests/Contract/schemathesis.sh [--short | --long]
#
# --long, the default, makes 2,000 requests at least (about a minute); --short a few hundred, for CI.
#
# Needs the contract (CERTMAIL_CONTRACT, else ../shared/api/openapi.yaml beside the checkout) and the
# tool (SCHEMATHESIS, else `schemathesis` in PATH, else one that is installed below the temporary
# folder). Without them it says so loudly and ends with 0: nothing was tested then.
# CERTMAIL is the program under test, .build/release/certmail unless given. SEED repeats a run.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
case ${1:---long} in
  --short) count=300 ;;
  --long) count=2000 ;;
  *) echo "usage: Tests/Contract/schemathesis.sh [--short | --long]" >&2; exit 2 ;;
esac
contract=${CERTMAIL_CONTRACT:-$root/../shared/api/openapi.yaml}
program=${CERTMAIL:-$root/.build/release/certmail}
seed=${SEED:-$RANDOM}

skip() {
  echo "SKIPPED, NOTHING TESTED: schemathesis: $*" >&2
  exit 0
}

[ -f "$contract" ] || skip "no contract at $contract; name it with CERTMAIL_CONTRACT"
[ -x "$program" ] || { echo "no program at $program; run: swift build -c release" >&2; exit 1; }

tool=${SCHEMATHESIS:-$(command -v schemathesis || true)}
if [ -z "$tool" ]; then
  venv=${TMPDIR:-/tmp}/schemathesis-venv
  if [ ! -x "$venv/bin/schemathesis" ]; then
    { python3 -m venv "$venv" && "$venv/bin/pip" --quiet install 'schemathesis>=4,<5'; } >&2 \
      || skip "not installed, and cannot be installed from PyPI"
  fi
  tool=$venv/bin/schemathesis
fi

folder=$(mktemp -d)
sandbox=
finish() {
  if [ -n "$sandbox" ]; then kill "$sandbox" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT

# The contract gives one answer's headers by a reference, which OpenAPI does not allow there; written
# out, and required, they are checked.
python3 - "$contract" "$folder/openapi.yaml" <<'PYTHON'
import sys
text = open(sys.argv[1]).read()
names = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
written = ", ".join(f"{name}: {{required: true, schema: {{type: integer}}}}" for name in names)
open(sys.argv[2], "w").write(
    text.replace("headers: {$ref: '#/components/x-rate-headers'}", f"headers: {{{written}}}"))
PYTHON

"$program" sandbox --json --port 0 --rate-limit 1000000 --store "$folder/sandbox.sqlite" \
  > "$folder/started.json" &
sandbox=$!
for _ in $(seq 100); do
  [ -s "$folder/started.json" ] && break
  sleep 0.1
done
member() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' \
  "$folder/started.json" "$1"; }
base=$(member base_url) key=$(member key) session=$(member session)

# What a mailing needs beyond its schema (a known class) is 422, documented as "validation error", so
# that a body which fits the schema may get it. An id with control characters fits the schema too,
# and the HTTP server turns every such target away with 400.
#
# The run lists keys and revokes them, but not the one it runs with: the hook names another then.
cat > "$folder/hooks.py" <<'PYTHON'
import json, os, schemathesis, urllib.request
started = json.load(open(os.environ["STARTED"]))
request = urllib.request.Request(
    started["base_url"] + "/api-keys", headers={"Cookie": "session=" + started["session"]})
own = {key["id"] for key in json.load(urllib.request.urlopen(request))["data"]}

@schemathesis.hook
def before_call(context, case, kwargs):
    if case.method == "DELETE" and case.path_parameters.get("id") in own:
        case.path_parameters["id"] = "key_that_never_was"
PYTHON
cat > "$folder/schemathesis.toml" <<TOML
hooks = "hooks.py"
[auth.openapi.bearer]
bearer = "$key"
[auth.openapi.apiKey]
api_key = "$key"
[auth.openapi.session]
api_key = "$session"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "404", "422"]
[[operations]]
include-path-regex = "{"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "404"]
TOML

# Examples are counted for each of the 11 operations and each of its phases; the sum is shown below.
cd "$folder"
export STARTED=$folder/started.json PYTHONPATH=$folder
status=0
"$tool" --config-file "$folder/schemathesis.toml" run "$folder/openapi.yaml" --url "$base" \
  --max-examples $(((count + 10) / 11)) --seed "$seed" --continue-on-failure --no-color \
  --warnings off --report ndjson --report-ndjson-path "$folder/events.ndjson" || status=$?
requests=$(python3 - "$folder/sandbox.sqlite" "$base" "$key" <<'PYTHON'
import sys, urllib.request
request = urllib.request.Request(sys.argv[2] + "/pricing", headers={"X-API-Key": sys.argv[3]})
with urllib.request.urlopen(request) as answer:
    print(1_000_000 - int(answer.headers["X-RateLimit-Remaining"]) - 1)
PYTHON
)
echo "seed $seed: $requests requests in the last minute's window"
exit "$status"
