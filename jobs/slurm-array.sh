#!/bin/bash
# One job in four parts: part I of 4 mails the letters whose token falls to it, with a ledger of its own
# (nightly.1of4.sqlite, ...), so that no letter is mailed by two parts. Submit: sbatch slurm-array.sh
#
# The ledgers must stay: use a file system with working locks (flock), not a node's scratch disk. All
# parts share the API's allowance.
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
