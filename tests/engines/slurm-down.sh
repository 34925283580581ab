#!/usr/bin/env bash
# Stops what slurm-up.sh started, by the process ids that its daemons wrote down, and removes its directory.
# usage: slurm-down.sh STATE_DIR [--after PID]     with --after: once that process has gone
# environment: KEEP=1 leaves the directory with the logs
set -u
state=$(realpath -m "${1:?usage: slurm-down.sh STATE_DIR [--after PID]}")
# shellcheck source=tests/engines/stopping.sh
source "$(dirname "${BASH_SOURCE[0]}")/stopping.sh"

if [[ ${2:-} == --after ]]; then outlived "$3" "$state/.slurm-up" || exit 0; fi
[[ -e $state/.slurm-up ]] || exit 0

# What jobs run belongs to their slurmstepd, not to us: it is ended while slurmctld still answers.
if [[ -s $state/env ]]; then
  # shellcheck disable=SC1091
  source "$state/env"
  mapfile -t jobs < <(timeout 10 squeue -h -o %F 2>/dev/null | sort -u)
  if ((${#jobs[@]} > 0)); then
    timeout 20 scancel -f -s KILL "${jobs[@]}" >/dev/null 2>&1
    timeout 20 scancel "${jobs[@]}" >/dev/null 2>&1
    for _ in {1..50}; do [[ -n $(timeout 5 squeue -h -t R,CG -o %A 2>/dev/null) ]] || break; sleep 0.1; done
  fi
fi

for file in "$state"/run/n[0-9]*.pid "$state/run/slurmctld.pid" "$state/run/munged.pid"; do stop_daemon "$file" "SLURM_CONF=$state/slurm.conf"; done
if [[ ${KEEP:-0} != 1 ]]; then rm -rf "$state"; fi
exit 0
