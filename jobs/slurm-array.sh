#!/bin/bash
# One job in four parts: part I of 4 mails the letters whose token falls to it, with a ledger of its own
# (nightly.1of4.sqlite, ...), so that no letter is mailed by two parts. Submit: sbatch slurm-array.sh
#
# The ledgers must stay, on a disk with working locks: not NFS, which certmail refuses, and not scratch that is
# cleaned. Each part takes a quarter of the budget and of the API's allowance. Afterwards, on one machine:
#   certmail report nightly.json --merge nightly.?of4.sqlite
#SBATCH --job-name=certmail-nightly
#SBATCH --array=1-4
#SBATCH --cpus-per-task=1
#SBATCH --mem=256M
#SBATCH --time=08:00:00
#SBATCH --no-requeue
#SBATCH --signal=TERM@120
#SBATCH --output=certmail-%A-%a.log
set -euo pipefail

exec certmail run "$HOME/certmail/nightly.json" \
  --api-key-file "$HOME/.config/certmail/key" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --progress plain
