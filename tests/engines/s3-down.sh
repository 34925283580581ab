#!/usr/bin/env bash
# Stops what s3-up.sh started, by the process ids that it wrote down, and removes its directory.
# usage: s3-down.sh STATE_DIR [--after PID]     with --after: once that process has gone
# environment: KEEP=1 leaves the directory with the logs
set -u
state=${1:?usage: s3-down.sh STATE_DIR [--after PID]}

if [[ ${2:-} == --after ]]; then
  # Somebody else may have stopped it and started another one in the same directory: that one is not ours to stop.
  ours=$(cat "$state/rgw.pid" 2>/dev/null)
  while kill -0 "$3" 2>/dev/null && [[ -e $state/.s3-up ]]; do sleep 1; done
  [[ $(cat "$state/rgw.pid" 2>/dev/null) == "$ours" ]] || exit 0
fi

for name in rgw osd mon; do
  file=$state/$name.pid
  [[ -s $file ]] || continue
  process=$(<"$file")
  # The number may belong to a stranger by now, even to a daemon of another directory.
  if tr '\0' '\n' <"/proc/$process/environ" 2>/dev/null | grep -qxF "CEPH_CONF=$state/ceph.conf"; then
    # Nothing in there is worth an orderly end, and an orderly end takes seconds.
    kill -KILL "$process" 2>/dev/null
    while kill -0 "$process" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$process/status" 2>/dev/null; do sleep 0.02; done
  fi
  rm -f "$file"
done

if [[ ${KEEP:-0} != 1 && -e $state/.s3-up ]]; then rm -rf "$state"; fi
exit 0
