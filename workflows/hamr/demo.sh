#!/usr/bin/env bash
# The main job on this machine: write, read back, draw. Everything goes below artifacts/demo; a second call starts afresh.
#   BACKEND=local   where it runs       DEMO_DIR   where it writes       SETS   more --set arguments
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
demo=${DEMO_DIR:-$root/artifacts/demo}
htcflow=$root/artifacts/bin/htcflow

make --no-print-directory -s -C "$root/containers/hamr" all OUT="$root/artifacts/hamr"
rm -rf "$demo"
mkdir -p "$demo"
export HTCFLOW_HOME=$demo/home

# shellcheck disable=SC2086  # SETS is a list of words on purpose
"$htcflow" submit "$here/campaign.yaml" --watch \
    --set backend="${BACKEND:-local}" --set store="$demo/store" ${SETS:-}

"$htcflow" fetch hamr --stage figure --to "$demo/results" >/dev/null
figure=$demo/results/figure/0/figure.png
[ -s "$figure" ] || { echo "demo: no figure at $figure" >&2; exit 1; }
summary=$("$htcflow" status hamr --json)
summary=${summary%%\"stages\"*} # the counts of the whole campaign stand before those of its stages
tasks=$(sed -n 's/.*"total": *\([0-9]*\).*/\1/p' <<<"$summary" | head -n 1)
failed=$(sed -n 's/.*"fruitless": *\([0-9]*\).*/\1/p' <<<"$summary" | head -n 1)
echo "demo: $tasks tasks, $failed failed, figure at $figure"
[ "$failed" = 0 ]
