# Containers whose control group bounds them. Sourced by test.sh.

# What check finds here.
tells_limits() {
  gives 0 run empty "${limits[@]}" --tmpfs /scratch:mode=1777 -- /htcflow-runner check --scratch /scratch >"$work/said" || return
  cat "$work/said"
  grep -q '^ok   memory     96 MiB allowed, ' "$work/said" && grep -q '^ok   processors 0.5 by quota, ' "$work/said" &&
    grep -q '^ok   pids       64 allowed, ' "$work/said"
}

# A command whose memory grows ends with 137 and a line that says who ended it; its ledger key has the code.
grows() { # text options-of-podman... -- flags-of-the-runner...
  local text=$1 options=()
  shift
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  store=$(mktemp -d "$work/store.XXXX")
  chmod 777 "$store"
  gives 137 run empty --volume "$store:/store" --tmpfs /scratch:mode=1777 --env HTCFLOW_SCRATCH=/scratch "${options[@]}" -- \
    /htcflow-runner --store /store --name trial --checkpoint state "$@" -- /task grow >"$work/grown" 2>&1 || { cat "$work/grown"; return 1; }
  cat "$work/grown"
  grep -qF "$text" "$work/grown" && [[ -n $(find "$store/trial/l" -name '0.a1.failed.137.*') ]]
}

# Asked for a checkpoint while there is memory left, which is then in the store.
leaves_in_time() {
  grows "failed: memory is running out: " --memory 96m -- --memory 60% --checkpoint-signal USR1 &&
    [[ -s $store/trial/t/00/run/0/c/manifest-000001-a1.json ]]
}

limits=(--memory 96m --pids-limit 64 --cpus 0.5)
if run empty "${limits[@]}" -- /task exit 0 >"$work/log" 2>&1; then
  check "empty: within 96 MiB, 64 processes and half a processor" end_to_end empty 0:0 "${limits[@]}"
  check "empty: check tells the limits" tells_limits
  check "empty: memory that grows is ended by the runner, with a checkpoint" leaves_in_time
  check "empty: memory that the kernel ended is told" grows "the kernel killed the command because memory ran out (limit 50.3 MB)" --memory 48m --
else
  skip "limits of control groups" "this machine's control groups cannot be limited: $(tail -1 "$work/log")"
fi
