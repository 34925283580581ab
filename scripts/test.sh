#!/usr/bin/env bash
# Builds once, runs every test and ends with `N passed, N failed, N skipped`.
# usage: scripts/test.sh check   format, build, architecture and unit tests: the inner loop
#        scripts/test.sh all     unit, architecture, container and acceptance tests: what CI runs
#        scripts/test.sh soak    the storms and the acceptance tests, with HTCFLOW_SOAK_MINUTES set by make soak
# A test that cannot run without a scheduler or a store that is not installed skips with a reason that begins "engine:";
# where CI=true such a skip fails the run.
set -uo pipefail
cd "$(dirname "$0")/.."
mode=${1:-all}
config=${CONFIG:-Release}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 HTCFLOW_ROOT=$PWD
logs=artifacts/test
limit=$((20 + ${HTCFLOW_SOAK_MINUTES:-0} * 2))m # a project that hangs is a failure, not a wait
[[ $mode == all ]] && export HTCFLOW_STORM_SECONDS=${HTCFLOW_STORM_SECONDS:-0} # the same 2,000 storms each time; soak looks for new ones
mkdir -p "$logs"
passed=0 failed=0 skipped=0 engines=0
names=() # of the tests that failed

step() { since=$SECONDS; printf '%-34s' "$1"; }

die() {
  echo "failed"
  echo "$1" >&2
  echo "$passed passed, $((failed + 1)) failed, $skipped skipped"
  exit 1
}

add() { # passed failed skipped
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  echo "$1 passed, $2 failed, $3 skipped in $((SECONDS - since)) s"
}

build() {
  if [[ $mode == check ]]; then
    step "format"
    dotnet format whitespace . --folder --include src/ tests/ --verify-no-changes >"$logs/format.log" 2>&1 ||
      die "$(grep -v '^ *$' "$logs/format.log" | head -20)
mend with: dotnet format whitespace . --folder --include src/ tests/"
    echo "ok in $((SECONDS - since)) s"
  fi
  step "restore and build"
  local locked=()
  [[ ${CI:-} == true ]] && locked=(--locked-mode)
  dotnet restore HtcFlow.sln "${locked[@]}" -v quiet >"$logs/restore.log" 2>&1 || die "$(tail -30 "$logs/restore.log")
NU1004 is mended with: dotnet restore HtcFlow.sln, and the packages.lock.json files committed"
  compile >"$logs/build.log" 2>&1 || die "$(grep -E 'error|warn' "$logs/build.log" | sort -u | head -40)"
  echo "ok in $((SECONDS - since)) s"
}

# One compiler that stays warm for all projects, and ends with this, also where the environment asks that no process be left
# behind (MSBUILDDISABLENODEREUSE) and each project would get a compiler of its own. Half the time is the analyzers', which
# are compiled as they run: without a profile of each of their methods first, they are ready sooner.
compile() {
  local status=0 server=htcflow-$$
  DOTNET_TieredPGO=0 dotnet build HtcFlow.sln -c "$config" --no-restore --nologo -v quiet -clp:NoSummary \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$server" || status=$?
  pkill -u "$(id -u)" -f -- "VBCSCompiler.* -pipename:$server\$"
  return "$status"
}

# The static runner and what runs in containers need more of a machine than the rest; the tests of them say what is missing.
products() {
  make --no-print-directory build || return
  if [[ $mode == all ]]; then
    make --no-print-directory images || true
    scripts/debian.sh bookworm bullseye || true
  fi
}

# Compiling the products to native code keeps one processor busy for minutes in which most tests of schedulers only wait.
publish() {
  products >"$logs/publish.log" 2>&1 </dev/null &
  publishing=$!
  trap 'kill "$publishing" 2>/dev/null' EXIT
}

published() {
  step "wait for the products"
  wait "$publishing" || die "$(tail -30 "$logs/publish.log")"
  trap - EXIT
  echo "ok in $((SECONDS - since)) s"
}

# One test project: its executable reports the counts; what failed is shown in full.
dotnet_tests() {
  local project=$1 log="$logs/$1.log" status=0
  step "$project"
  timeout "$limit" "artifacts/build/bin/$project/${config,,}/$project" --no-progress --no-ansi --output Detailed >"$log" 2>&1 </dev/null || status=$?
  local ok bad skip
  bad=$(count failed "$log") ok=$(count succeeded "$log") skip=$(count skipped "$log")
  ((status == 124)) && echo "no end after $limit" >>"$log"
  # Exit code 8: the project has no tests yet. Anything else but success must have counted a failure.
  if ((status != 0 && status != 8 && bad == 0)); then bad=1; fi
  engines=$((engines + $(grep -c '^ *engine:' "$log")))
  add "$ok" "$bad" "$skip"
  grep -E '^[0-9]+ storms from seed ' "$log" | sed 's/^/  /'
  if ((bad > 0)); then
    mapfile -t -O "${#names[@]}" names < <(sed -n 's/^failed \([^ ]*\).*/\1/p' "$log")
    if grep -q '^failed ' "$log"; then awk '
      /^failed /{show=1} /^(passed|skipped) |^Test run summary/{show=0}
      show && !/^    at (System\.|InvokeStub)/' "$log"; else tail -30 "$log"; fi
  fi
}

count() { # name log
  local number
  number=$(sed -n "s/^ *$1: \([0-9]*\)\$/\1/p" "$2" | tail -1)
  echo "${number:-0}"
}

# One folder of containers/ that has a Makefile with a test target, whose last count line is `N passed, N failed`.
container_tests() {
  local name log status=0 line
  name=$(basename "$1")
  log="$logs/containers-$name.log"
  step "containers/$name"
  make --no-print-directory -C "$1" test >"$log" 2>&1 </dev/null || status=$?
  line=$(grep -Eo '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?' "$log" | tail -1)
  local -a numbers
  read -ra numbers <<<"$(tr -dc '0-9 ' <<<"${line:-0 0 0}")"
  if ((status != 0 && ${numbers[1]:-0} == 0)); then numbers[1]=1; fi
  engines=$((engines + $(grep -c '^ *engine:' "$log")))
  add "${numbers[0]:-0}" "${numbers[1]:-0}" "${numbers[2]:-0}"
  if ((${numbers[1]:-0} > 0)); then tail -40 "$log"; fi
}

build
units=(tests/HtcFlow.Architecture tests/HtcFlow.*.Tests)
[[ $mode == soak ]] && units=(tests/HtcFlow.Engine.Tests)
[[ $mode != check ]] && publish
for project in "${units[@]}"; do dotnet_tests "$(basename "$project")"; done
[[ $mode != check ]] && published
if [[ $mode == all ]]; then
  for makefile in containers/*/Makefile; do
    if [[ -f $makefile ]] && grep -q '^test:' "$makefile"; then container_tests "$(dirname "$makefile")"; fi
  done
fi
[[ $mode != check ]] && dotnet_tests HtcFlow.Acceptance

if [[ ${CI:-} == true ]] && ((engines > 0)); then
  echo "CI: $engines tests were skipped for want of a real engine" >&2
  failed=$((failed + engines)) skipped=$((skipped - engines))
fi
if ((${#names[@]} > 0)); then printf 'failed: %s\n' "${names[@]}"; fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
