#!/usr/bin/env bash
# The sandbox under load: 5,000 small requests a second without errors, 2,000 labels a second, and an
# honest client served within a second while 500 slow ones hold their connections.
#
#   Tests/Contract/load.sh
#
# Needs wrk, slowhttptest and curl; without them it says so loudly and ends with 0: nothing was tested.
# CERTMAIL is the program under test, .build/release/certmail unless given.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${CERTMAIL:-$root/.build/release/certmail}
requests_min=5000 labels_min=2000 slow_clients=500

for tool in wrk slowhttptest curl; do
  command -v "$tool" >/dev/null || { echo "SKIPPED, NOTHING TESTED: no $tool" >&2; exit 0; }
done
[ -x "$program" ] || { echo "no program at $program; run: swift build -c release" >&2; exit 1; }

folder=$(mktemp -d)
"$program" sandbox --port 0 --rate-limit 1000000 >"$folder/said" 2>&1 &
sandbox=$!
trap 'kill "$sandbox" 2>/dev/null || true; rm -rf "$folder"' EXIT
until grep -q '^key' "$folder/said"; do
  kill -0 "$sandbox" || { cat "$folder/said" >&2; exit 1; }
  sleep 0.1
done
api=$(awk '/^base URL/ {print $3}' "$folder/said")
key="Authorization: Bearer $(awk '/^key/ {print $2}' "$folder/said")"
url=$api/pricing

# The requests a second that an address answers, all of them well.
rate() {
  wrk -t1 -c16 -d5s -H "$key" "$1" >"$folder/wrk"
  if grep -E 'Non-2xx|Socket errors' "$folder/wrk" >&2; then return 1; fi
  awk '/^Requests\/sec/ {print int($2)}' "$folder/wrk"
}

requests=$(rate "$url")
echo "$requests requests a second (at least $requests_min)"
[ "$requests" -ge "$requests_min" ]

# Each answer is a label made anew.
id=$(curl -sf -H "$key" --json @"$root/samples/api/create-request.json" "$api/mailings" \
  | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
labels=$(rate "$api/mailings/$id/label")
echo "$labels labels a second (at least $labels_min)"
[ "$labels" -ge "$labels_min" ]

# Slow heads, slow bodies, slow reading.
for kind in -H -B -X; do
  slowhttptest -c "$slow_clients" "$kind" -i 10 -r 250 -u "$url" -x 24 -p 3 -l 8 \
    >"$folder/slow" 2>&1 &
  slow=$!
  sleep 3
  worst=0
  for _ in 1 2 3 4; do
    read -r status milliseconds < <(curl -s -o /dev/null --max-time 5 -H "$key" \
      -w '%{http_code} %{time_total}\n' "$url" | awk '{print $1, int($2 * 1000)}')
    [ "$status" = 200 ] || { echo "slowhttptest $kind: an honest client got $status" >&2; exit 1; }
    if [ "$milliseconds" -gt "$worst" ]; then worst=$milliseconds; fi
    sleep 1
  done
  wait "$slow" || true
  open=$(sed 's/\x1b\[[0-9;]*m//g' "$folder/slow" \
    | awk '/^connected:/ && $2 + 0 > most {most = $2 + 0} END {print most + 0}')
  echo "slowhttptest $kind: $open slow clients at once, an honest one served in $worst ms at most"
  [ "$worst" -lt 1000 ]
  [ "$open" -ge $((slow_clients * 4 / 5)) ]
done
