#!/bin/sh
# Mails the summary of a run: "after_run": ["./after-run-mail.sh", "office@ames-boyd.example"]
# stdin: the summary as JSON. CERTMAIL_EXIT: the exit status of the run. Needs: mail (mailutils).
set -eu

recipient=${1:?usage: after-run-mail.sh RECIPIENT}
summary=$(cat)

case ${CERTMAIL_EXIT:-1} in
  0) subject='certmail: all done' ;;
  3) subject='certmail: done, rows need attention' ;;
  4) subject='certmail: THE API REFUSED THE KEY' ;;
  5) subject='certmail: an input file is unusable' ;;
  6) subject='certmail: OUTCOMES ARE UNCERTAIN, a person must look' ;;
  7) subject='certmail: stopped early, run again' ;;
  8) subject='certmail: approval is missing' ;;
  130) subject='certmail: interrupted, run again' ;;
  *) subject="certmail: FAILED with status ${CERTMAIL_EXIT:-unknown}" ;;
esac

if command -v jq > /dev/null; then
  summary=$(printf '%s\n' "$summary" | jq .)
fi
printf '%s\n' "$summary" | mail -s "$subject" "$recipient"
