# The runner as process 1 and as the child of another init. Sourced by test.sh.

# Each init by what podman has to be told; the shell of the musl root is one that buries nobody.
declare -A inits=([process 1]="")
[[ -x /usr/bin/tini-static ]] && inits[tini]="--init --init-path /usr/bin/tini-static"
command -v catatonit >/dev/null && inits[catatonit]="--init --init-path $(command -v catatonit)"

# While the container lives on, nothing of the task does: not the orphan in its own session, and no dead one that nobody has buried.
buries() { # options...
  run musl "$@" -- /bin/sh -c '
    /htcflow-runner -- /task orphan
    [ $? = 7 ] || { echo "exit code $? instead of 7"; exit 1; }
    ! cat /proc/[0-9]*/stat | grep -F "(task)"'
}

# A signal to the container reaches the command, and the command's code comes out again.
passes() { # signal code options...
  local signal=$1 code=$2 signs runner status=0
  shift 2
  signs=$(mktemp -d "$work/signs.XXXX")
  chmod 777 "$signs"
  run musl --cidfile "$signs/id" --volume "$signs:/signs" "$@" -- /htcflow-runner --grace 20s -- /bin/sh -c \
    'trap "exit 12" USR1; trap "echo asked >/signs/asked; exit 3" TERM; : >/signs/ready; while :; do sleep 0.05; done' &
  runner=$!
  until [[ -e $signs/ready ]]; do
    kill -0 "$runner" 2>/dev/null || return
    sleep 0.05
  done
  pod kill --signal "$signal" "$(<"$signs/id")" || { pod rm --force "$(<"$signs/id")"; return 1; }
  wait "$runner" || status=$?
  ((status == code)) || { echo "exit code $status instead of $code"; return 1; }
  [[ $signal != TERM || -s $signs/asked ]]
}

for init in "${!inits[@]}"; do
  read -ra options <<<"${inits[$init]}"
  check "empty: exit code of the command, $init" gives 42 run empty "${options[@]}" -- /htcflow-runner -- /task exit 42
  check "empty: orphans and their parent's code, $init" gives 7 run empty "${options[@]}" -- /htcflow-runner -- /task orphan
  check "musl: SIGUSR1 and the command's code, $init" passes USR1 12 "${options[@]}"
  # Who was asked to stop and failed is for another attempt, whatever its code.
  check "musl: SIGTERM and the code for another attempt, $init" passes TERM 75 "${options[@]}"
  check "musl: orphans are buried before the runner ends, below $init and a shell" buries "${options[@]}"
done
