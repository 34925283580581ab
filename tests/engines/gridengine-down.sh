#!/usr/bin/env bash
# Stops what gridengine-up.sh started, by the process ids that its daemons wrote down, and removes its directory.
# usage: gridengine-down.sh STATE_DIR [--after PID]     with --after: once that process has gone
# environment: KEEP=1 leaves the directory with the logs
set -u
state=${1:?usage: gridengine-down.sh STATE_DIR [--after PID]}

if [[ ${2:-} == --after ]]; then
  while kill -0 "$3" 2>/dev/null && [[ -e $state/.gridengine-up ]]; do sleep 1; done
fi

# Commands of jobs belong to their shepherds, not to us: they are deleted while qmaster still answers.
if [[ -s $state/env ]]; then
  # shellcheck disable=SC1091
  source "$state/env"
  timeout 10 qdel -f -u '*' >/dev/null 2>&1
  for _ in {1..50}; do [[ -n $(timeout 5 qstat -s r -u '*' 2>/dev/null) ]] || break; sleep 0.1; done
fi

for name in execd qmaster; do
  file=$state/run/$name.pid
  [[ -s $file ]] || continue
  process=$(<"$file")
  # The number may belong to a stranger by now, even to a daemon of another cell.
  if tr '\0' '\n' <"/proc/$process/environ" 2>/dev/null | grep -qxF "SGE_ROOT=$state"; then
    # Nothing in there is worth an orderly end, and qmaster takes seconds for one.
    kill -KILL "$process" 2>/dev/null
    while kill -0 "$process" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$process/status" 2>/dev/null; do sleep 0.02; done
  fi
  rm -f "$file"
done

if [[ ${KEEP:-0} != 1 && -e $state/.gridengine-up ]]; then rm -rf "$state"; fi
exit 0
