#!/usr/bin/env bash
# The main job: write, read back, draw. Everything goes below artifacts/demo; a second call starts afresh.
#   BACKEND=local        where it runs; on gridengine, slurm and aws the results are compared, byte by byte, with those of this machine
#   DEMO_DIR=...         where it writes       SETS=...   more --set arguments
# aws is the emulator of AWS Batch with jobs as processes, whose spot machines are all reclaimed while it runs, and an S3 server; both private.
# A cluster is the one that the environment names (SGE_ROOT, SLURM_CONF); where it names none a private one is started and stopped again.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
demo=${DEMO_DIR:-$root/artifacts/demo}
backend=${BACKEND:-local}
htcflow=$root/artifacts/bin/htcflow

make --no-print-directory -s -C "$root/containers/hamr" all OUT="$root/artifacts/hamr"
rm -rf "$demo"
mkdir -p "$demo"

start_aws() { # starts a private emulator and S3 server; sets store and backend
  local state endpoint
  state=$(mktemp -d -t htcflow-demo-XXXXXX)
  # shellcheck disable=SC2064
  trap "'$root/tests/engines/aws-down.sh' '$state/aws'; '$root/tests/engines/s3-down.sh' '$state/s3'; rm -rf '$state'" EXIT
  echo "demo: starting a private S3 server and the emulator of AWS in $state"
  "$root/tests/engines/s3-up.sh" "$state/s3" >/dev/null 2>"$demo/s3.log" || { tail -5 "$demo/s3.log" >&2; exit 1; }
  # shellcheck disable=SC1091
  source "$state/s3/env"
  # Keys stand in a file, not on a command line; jobs get the same ones in place of a role.
  cat >"$state/options.json" <<OPTIONS
{"executor": "process", "regions": ["$AWS_REGION"],
 "images": {"images/hamr:1": {"entrypoint": ["$root/artifacts/bin/htcflow-runner"]}},
 "keys": [{"id": "$AWS_ACCESS_KEY_ID", "secret": "$AWS_SECRET_ACCESS_KEY"}],
 "jobEnvironment": {"AWS_ACCESS_KEY_ID": "$AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY": "$AWS_SECRET_ACCESS_KEY"},
 "habits": {"startingTime": "00:00:00.5", "summaryLag": "00:00:02", "reclaimNotice": "00:00:20"},
 "world": {"instanceStart": "00:00:02", "scalePeriod": "00:00:02", "queues": [{"name": "spot", "instanceTypes": ["c5.large"], "maxVcpus": $(($(nproc) + $(nproc) % 2))}]},
 "weather": {"errorShare": 0.05, "throttleShare": 0.05, "lostShare": 0.02}}
OPTIONS
  endpoint=$("$root/tests/engines/aws-up.sh" "$state/aws" --options "$state/options.json" | sed -n 's/^export AWS_ENDPOINT_URL=//p')
  curl -sSf --noproxy '*' -o "$demo/s3.log" -X PUT --aws-sigv4 "aws:amz:$AWS_REGION:s3" -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d ' ' -f 1)" -K - "$S3_ENDPOINT/demo" <<<"user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
  # Every machine, also those that come later, is reclaimed within five minutes.
  curl -sSf --noproxy '*' -o "$demo/aws.log" -d '{"within": "00:05:00"}' "$endpoint/emulator/storm"
  store="s3://demo?endpoint=$S3_ENDPOINT&region=$AWS_REGION"
  backend="{aws-batch: {queue: spot, image: \"images/hamr:1\", region: $AWS_REGION, endpoint: \"$endpoint\", scratch: $state/scratch, cache: $state/cache, poll: 2s, search-lag: 10s}}"
  mkdir -p "$state/scratch"
}

start_cluster() { # starts a private one with as many slots as this machine has processors
  local engine=$1 state
  state=$(mktemp -d -t htcflow-demo-XXXXXX)
  # shellcheck disable=SC2064
  trap "'$root/tests/engines/$engine-down.sh' '$state'" EXIT
  echo "demo: starting a private cluster of $engine in $state"
  GE_SLOTS=$(nproc) SL_NODES=1 SL_CPUS=$(nproc) "$root/tests/engines/$engine-up.sh" "$state" >"$state.env" 2>"$demo/$engine.log" ||
    { tail -5 "$demo/$engine.log" >&2; exit 1; }
  # shellcheck disable=SC1090
  source "$state.env"
  rm -f "$state.env"
}

run() { # backend directory store
  export HTCFLOW_HOME=$2/home
  # shellcheck disable=SC2086  # SETS is a list of words on purpose
  "$htcflow" submit "$here/campaign.yaml" --watch --set backend="$1" --set store="$3" ${SETS:-}
}

case $backend in
  gridengine) [[ -n ${SGE_ROOT:-} ]] || start_cluster gridengine ;;
  slurm) [[ -n ${SLURM_CONF:-} || -e /etc/slurm/slurm.conf ]] || start_cluster slurm ;;
  aws) start_aws ;;
esac
run "$backend" "$demo" "${store:-$demo/store}"

"$htcflow" fetch hamr --stage figure --to "$demo/results" >/dev/null
figure=$demo/results/figure/0/figure.png
[ -s "$figure" ] || { echo "demo: no figure at $figure" >&2; exit 1; }
summary=$("$htcflow" status hamr --json)
summary=${summary%%\"stages\"*} # the counts of the whole campaign stand before those of its stages
tasks=$(sed -n 's/.*"total": *\([0-9]*\).*/\1/p' <<<"$summary" | head -n 1)
failed=$(sed -n 's/.*"fruitless": *\([0-9]*\).*/\1/p' <<<"$summary" | head -n 1)
echo "demo: $tasks tasks, $failed failed, figure at $figure"
[ "$failed" = 0 ]
[[ $backend != local ]] || exit 0

"$htcflow" fetch hamr --to "$demo/all" >/dev/null
echo "demo: the same on this machine"
run local "$demo/local" "$demo/local/store"
"$htcflow" fetch hamr --to "$demo/local/all" >/dev/null
diff -rq "$demo/all" "$demo/local/all" ||
  { echo "demo: the results differ from those of this machine" >&2; exit 1; }
echo "demo: $(find "$demo/all" -type f | wc -l) files, the same bytes through ${BACKEND:-local} and on this machine"
