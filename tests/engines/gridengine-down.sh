#!/usr/bin/env bash
# Stops what gridengine-up.sh or gridengine-sim.sh started, by the process ids that its daemons wrote down, and removes its directory.
# usage: gridengine-down.sh STATE_DIR [--after PID]     with --after: once that process has gone
# environment: KEEP=1 leaves the directory with the logs
set -u
state=${1:?usage: gridengine-down.sh STATE_DIR [--after PID]}
# shellcheck source=tests/engines/stopping.sh
source "$(dirname "${BASH_SOURCE[0]}")/stopping.sh"

if [[ ${2:-} == --after ]]; then outlived "$3" "$state/.gridengine-up" || exit 0; fi

# Commands of jobs belong to their shepherds, not to us: they are deleted while qmaster still answers. Simulated tasks have none.
if [[ -s $state/env && ! -e $state/run/simulated ]]; then
  # shellcheck disable=SC1091
  source "$state/env"
  timeout 10 qdel -f -u '*' >/dev/null 2>&1
  for _ in {1..50}; do [[ -n $(timeout 5 qstat -s r -u '*' 2>/dev/null) ]] || break; sleep 0.1; done
fi

for name in execd qmaster; do stop_daemon "$state/run/$name.pid" "SGE_ROOT=$state"; done
if [[ ${KEEP:-0} != 1 && -e $state/.gridengine-up ]]; then rm -rf "$state"; fi
exit 0
