#!/bin/sh
# Tells a dead man's switch that the run took place, so that a night without a run is noticed too:
#   "after_run": ["./after-run-heartbeat.sh", "/etc/certmail/heartbeat-url"]
# The file holds the address of the check; "/STATUS" is put behind it, 0 meaning well (healthchecks.io
# and others understand that). stdin: the summary as JSON. CERTMAIL_EXIT: the exit status. Needs: curl.
set -eu

url_file=${1:?usage: after-run-heartbeat.sh FILE-WITH-URL}
read -r url < "$url_file"

# Rows that need attention are not a failure of the run.
status=${CERTMAIL_EXIT:-1}
if [ "$status" -eq 3 ]; then status=0; fi

# The summary stays here: it is nobody else's business. The address may be a secret, so that it goes in
# by stdin and not by the command line.
cat > /dev/null
printf 'url = "%s/%s"\n' "$url" "$status" |
  curl --silent --show-error --fail --max-time 20 --retry 3 --config - --output /dev/null
