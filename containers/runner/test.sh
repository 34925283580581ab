#!/usr/bin/env bash
# Runs artifacts/bin/htcflow-runner-static in containers made of plain directories (podman --rootfs): nothing is pulled, and what is
# costly to make, two Debian roots, is kept as archives. Cases that belong together stand in cases/.
# Ends with `N passed, N failed, N skipped`.
set -uo pipefail
cd "$(dirname "$0")/../.."
kept=$PWD/artifacts/roots
work=$(mktemp -d)
chmod 755 "$work"
roots=$work/roots
passed=0 failed=0 skipped=0
front=

finish() {
  [[ -n $front ]] && kill -- "-$front" 2>/dev/null
  [[ -e $work/s3/.s3-up ]] && tests/engines/s3-down.sh "$work/s3"
  chmod -R u+rwX "$work" && rm -rf "$work"
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
  exit
}

skip() { skipped=$((skipped + 1)); echo "skipped $1"; echo "  $2"; }
check() { # name, then a command that must succeed
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); echo "passed $name"; else
    failed=$((failed + 1)); echo "failed $name"; tail -20 "$work/log"
  fi
}

for tool in podman runc debootstrap musl-gcc busybox socat openssl curl; do
  command -v "$tool" >/dev/null || { skip "all" "engine: $tool is not installed; scripts/setup.sh containers installs it"; finish; }
done

# The runner is linked once; its build is the longest part of this.
[[ -x artifacts/bin/htcflow-runner-static ]] || make --no-print-directory runner >"$work/log" 2>&1 || { tail -20 "$work/log"; failed=1; finish; }

# Every root gets the runner and the task; `empty` has nothing else, `musl` busybox and a task linked against musl's library.
debian() { # suite
  scripts/debian.sh "$1" >"$work/$1.log" 2>&1 || return 1
  mkdir -p "$roots/$1" && tar -C "$roots/$1" -xf "$kept/$1.tar"
}
mkdir -p "$roots/empty" "$roots/musl/bin" "$roots/musl/lib"
gcc -O1 -static -o "$roots/empty/task" containers/runner/src/task.c || failed=1
musl-gcc -O1 -o "$roots/musl/task" containers/runner/src/task.c || failed=1
cp /usr/lib/x86_64-linux-musl/libc.so "$roots/musl/lib/ld-musl-x86_64.so.1"
cp "$(command -v busybox)" "$roots/musl/bin/busybox"
for name in sh cat env kill sleep; do ln -sf busybox "$roots/musl/bin/$name"; done
suites=()
for suite in bookworm bullseye; do
  if debian "$suite"; then suites+=("$suite"); else skip "$suite" "engine: the mirror does not serve $suite"; fi
done
for root in empty musl "${suites[@]}"; do
  mkdir -p "$roots/$root"/{proc,sys,dev,etc,run,store,scratch,tmp}
  chmod 777 "$roots/$root/store" "$roots/$root/scratch"
  [[ -e $roots/$root/task ]] || cp "$roots/empty/task" "$roots/$root/task"
  cp -f artifacts/bin/htcflow-runner-static "$roots/$root/htcflow-runner"
done

pod() { podman --runtime runc --cgroup-manager cgroupfs "$@"; }

# A proxy of this machine's is not the container's: podman would hand it on, and requests to loopback would go through it.
network=none
run() { # root, options of podman up to --, arguments of the container
  local root=$1 options=()
  shift
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  # The monitor of a container that ran out of memory leaves an empty file `oom` where it was started.
  (cd "$work" && timeout 120 podman --runtime runc --cgroup-manager cgroupfs run --rm --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
    --network "$network" --http-proxy=false "${options[@]}" --rootfs "$roots/$root" "$@")
}

gives() { # code, then a command that must end with it
  local code=$1 status=0
  shift
  "$@" || status=$?
  ((status == code)) || { echo "exit code $status instead of $code"; return 1; }
}

# A task that fails once and is finished from its checkpoint, by two containers that share nothing but the store.
end_to_end() { # root user options...
  local root=$1 user=$2 store
  shift 2
  store=$(mktemp -d "$work/store.XXXX")
  chmod 777 "$store"
  local flags=(--store /store --name trial --output out.dat --checkpoint state)
  local options=(--user "$user" --volume "$store:/store" --tmpfs /scratch:mode=1777 --env HTCFLOW_SCRATCH=/scratch "$@")
  gives 9 run "$root" "${options[@]}" -- /htcflow-runner "${flags[@]}" -- /task || return 1
  gives 0 run "$root" "${options[@]}" -- /htcflow-runner "${flags[@]}" -- /task || return 1
  [[ -s $store/trial/t/00/run/0/accepted.json ]] || { find "$store"; return 1; }
  [[ $(lz4 -dc "$store/trial/t/00/run/0/a2/out.dat.lz4") == whole && $(lz4 -dc "$store/trial/t/00/run/0/a2/.htcflow/stdout.lz4") == "uid ${user%%:*}" ]]
}

for root in empty musl "${suites[@]}"; do
  for user in 0:0 1000:1000; do
    check "$root: outputs and checkpoint as user ${user%%:*}" end_to_end "$root" "$user"
    check "$root: read-only as user ${user%%:*}" end_to_end "$root" "$user" --read-only
  done
  check "$root: exit code of the command" gives 42 run "$root" -- /htcflow-runner -- /task exit 42
  check "$root: orphans end with the command, as process 1" gives 7 run "$root" -- /htcflow-runner -- /task orphan
done
check "empty: check finds the machine usable" gives 0 run empty --tmpfs /scratch:mode=1777 -- /htcflow-runner check --scratch /scratch
for cases in inits limits s3; do
  # shellcheck source=/dev/null
  . "containers/runner/cases/$cases.sh"
done
finish
