#!/usr/bin/env bash
# Stops what aws-up.sh started, by the process id that it wrote down, and removes its directory.
# usage: aws-down.sh STATE_DIR [--after PID]     with --after: once that process has gone
# environment: KEEP=1 leaves the directory with what the emulator said and the elements' files
set -u
state=${1:?usage: aws-down.sh STATE_DIR [--after PID]}
# shellcheck source=tests/engines/stopping.sh
source "$(dirname "${BASH_SOURCE[0]}")/stopping.sh"

if [[ ${2:-} == --after ]]; then outlived "$3" "$state/emulator.pid" || exit 0; fi
# An orderly end first: the emulator kills the elements that run for real.
if [[ -s $state/emulator.pid ]] && tr '\0' '\n' 2>/dev/null <"/proc/$(<"$state/emulator.pid")/environ" | grep -qxF "HTCFLOW_AWS_STATE=$state"; then
  kill -TERM "$(<"$state/emulator.pid")" 2>/dev/null
  for ((left = 100; left > 0; left--)); do
    kill -0 "$(<"$state/emulator.pid")" 2>/dev/null || break
    grep -q '^State:.Z' "/proc/$(<"$state/emulator.pid")/status" 2>/dev/null && break
    sleep 0.05
  done
fi
stop_daemon "$state/emulator.pid" "HTCFLOW_AWS_STATE=$state"
if [[ ${KEEP:-0} != 1 && -e $state/.aws-up ]]; then rm -rf "$state"; fi
exit 0
