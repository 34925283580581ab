#!/usr/bin/env bash
# Starts the emulator of AWS on loopback: Batch, EC2 and instance metadata, within a second of its being built.
# usage: aws-up.sh STATE_DIR [words for the emulator...]        then: . STATE_DIR/env
#   STATE_DIR is made here and removed by aws-down.sh. Where its emulator already answers, its settings are printed again.
# environment:
#   AWS_EMULATOR_PORT   listen there; a free port is taken otherwise
#   AWS_OWNER           process id; when that process is gone, however it ended, the emulator is stopped and its files are removed
# exit codes: 0 it answers, 1 it does not (its words stay in STATE_DIR/emulator.out), 3 programs are missing
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
state=${1:?usage: aws-up.sh STATE_DIR [words for the emulator...]}
shift
program=$root/artifacts/build/bin/HtcFlow.AwsEmulator/release/HtcFlow.AwsEmulator

alive() { [[ -s $state/emulator.pid ]] && kill -0 "$(<"$state/emulator.pid")" 2>/dev/null; }

if alive && [[ -s $state/env ]]; then
  cat "$state/env"
  exit 0
fi

for needed in dotnet setsid; do
  command -v "$needed" >/dev/null && continue
  echo "$needed is not installed; see scripts/setup.sh" >&2
  exit 3
done

if [[ -e $state && ! -e $state/.aws-up ]] && ! rmdir "$state" 2>/dev/null; then
  echo "$state exists and was not made by this script; name another directory" >&2
  exit 1
fi

if [[ ! -x $program ]]; then
  dotnet build "$root/tests/HtcFlow.AwsEmulator" -c Release --nologo -v quiet -clp:ErrorsOnly >&2
fi

"$here/aws-down.sh" "$state"
mkdir -p "$state/elements"
: >"$state/.aws-up"
HTCFLOW_AWS_STATE=$state setsid "$program" --port "${AWS_EMULATOR_PORT:-0}" --state "$state/elements" "$@" >"$state/emulator.out" 2>&1 </dev/null &
echo $! >"$state/emulator.pid"
left=300
until grep -q '^# curl ' "$state/emulator.out" 2>/dev/null; do
  if ! alive || ((left-- == 0)); then
    cat "$state/emulator.out" >&2
    echo "the emulator did not start; its words are in $state/emulator.out" >&2
    KEEP=1 "$here/aws-down.sh" "$state"
    exit 1
  fi
  sleep 0.1
done

grep '^export ' "$state/emulator.out" >"$state/env"
if [[ -n ${AWS_OWNER:-} ]]; then
  setsid "$here/aws-down.sh" "$state" --after "$AWS_OWNER" >/dev/null 2>&1 </dev/null &
fi
cat "$state/env"
