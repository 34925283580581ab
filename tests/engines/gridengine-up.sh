#!/usr/bin/env bash
# Starts a private cell of Grid Engine on this machine (sge_qmaster and sge_execd, one queue) and prints its settings.
# usage: gridengine-up.sh STATE_DIR          a second call starts only what is missing, for example a qmaster that was killed
# environment: GE_SLOTS slots of all.q (2), 0 for neither queue nor sge_execd; GE_OWNER process with whose end the cell is stopped
# exit codes: 0 it runs, 1 it did not start, 3 programs are not installed
set -euo pipefail
state=$(realpath -m "${1:?usage: gridengine-up.sh STATE_DIR}")
slots=${GE_SLOTS:-2}
lib=/usr/lib/gridengine # /usr/bin/q* are shell wrappers around these, 65 ms each
share=/usr/share/gridengine
here=$(cd "$(dirname "$0")" && pwd)
say() { echo "gridengine-up: $*" >&2; }

for program in sge_qmaster sge_execd qsub spoolinit; do
  [[ -x $lib/$program ]] || { say "$lib/$program is missing; install gridengine-master, gridengine-exec and gridengine-client"; exit 3; }
done
((EUID == 0)) && id sgeadmin >/dev/null 2>&1 && admin=sgeadmin || admin=$(id -un)
as_admin() { if [[ $admin == "$(id -un)" ]]; then "$@"; else setpriv --reuid="$admin" --regid="$admin" --clear-groups "$@"; fi; }
unset SGE_ROOT SGE_CELL SGE_QMASTER_PORT SGE_EXECD_PORT SGE_ND

host=$(hostname) common=$state/default/common run=$state/run spool=$state/spool
free_port() { # two side by side, qmaster takes the first and execd the second
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || (exec 3<>"/dev/tcp/127.0.0.1/$((port + 1))") 2>/dev/null || { echo "$port"; return; }
  done
  say "no free port was found"; return 1
}

make_cell() {
  local port=$1
  mkdir -p "$common" "$spool/qmaster/job_scripts" "$spool/spooldb" "$spool/execd" "$run"
  chmod 755 "$state"
  for link in bin lib utilbin util; do ln -sfn "/var/lib/gridengine/$link" "$state/$link"; done
  echo "$host" >"$common/act_qmaster"
  # Whatever name the loopback or primary address resolves back to is an alias of this host: /etc/hosts stays as it is.
  # shellcheck disable=SC2046
  printf '%s\n' "$host" localhost $(getent hosts "$host" 127.0.0.1 $(hostname -I) | awk '{$1 = ""; print}') |
    awk '!seen[$0]++' | tr '\n' ' ' >"$common/host_aliases"
  echo >>"$common/host_aliases"
  cat >"$common/bootstrap" <<X
admin_user              $admin
default_domain          none
ignore_fqdn             true
spooling_method         berkeleydb
spooling_lib            libspoolb
spooling_params         $spool/spooldb
binary_path             $lib
qmaster_spool_dir       $spool/qmaster
security_mode           none
listener_threads        2
worker_threads          2
scheduler_threads       1
X
  cat >"$state/env" <<X
export SGE_ROOT=$state
export SGE_CELL=default
export SGE_QMASTER_PORT=$port
export SGE_EXECD_PORT=$((port + 1))
export PATH=$lib:/usr/bin:/bin
X
  [[ $admin == "$(id -un)" ]] || chown -R "$admin:" "$state/default" "$spool" "$run"
}

init_spool() {
  # Root may submit (for tests only), the accounting file is written at once, hosts report often.
  sed -e "s|^execd_spool_dir .*|execd_spool_dir $spool/execd|" -e 's|^min_[ug]id .*||' \
    -e 's|^load_report_time .*|load_report_time 00:00:05|' \
    -e 's|^reporting_params .*|reporting_params accounting=true reporting=false flush_time=00:00:01 accounting_flush_time=00:00:00 joblog=false sharelog=00:00:00|' \
    "$share/default-configuration" >"$spool/conf"
  printf 'min_uid 0\nmin_gid 0\n' >>"$spool/conf"
  as_admin "$lib/spoolinit" berkeleydb libspoolb "$spool/spooldb" init
  as_admin "$lib/spooldefaults" configuration "$spool/conf"
  as_admin "$lib/spooldefaults" complexes "$share/util/resources/centry"
  as_admin "$lib/spooldefaults" usersets "$share/util/resources/usersets"
  as_admin "$lib/spooldefaults" managers root "$admin"
}

alive() { # name: whether the recorded process is that daemon of this cell
  [[ -s $run/$1.pid ]] && cat "/proc/$(<"$run/$1.pid")/environ" 2>/dev/null | tr '\0' '\n' | grep -qxF "SGE_ROOT=$state"
}

started=()
start() { # name: the daemon goes into the background by itself and writes its process id
  alive "$1" && return
  started+=("$1")
  rm -f "$run/$1.pid"
  # A clean environment: execd hands its own on to every job.
  (cd / && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SGE_ROOT="$state" SGE_CELL=default \
    SGE_QMASTER_PORT="$SGE_QMASTER_PORT" SGE_EXECD_PORT="$SGE_EXECD_PORT" \
    SGE_QMASTER_PIDFILE="$run/qmaster.pid" SGE_EXECD_PIDFILE="$run/execd.pid" "$lib/sge_$1" </dev/null >>"$run/$1.log" 2>&1) || true
  for _ in {1..200}; do alive "$1" && return; sleep 0.05; done
  say "sge_$1 did not start; see $spool/qmaster/messages, $spool/execd/*/messages"; exit 1
}

has() { qconf "$1" 2>/dev/null | grep -qwF -- "$2"; }

make_queue() {
  has -sh "$host" || qconf -ah "$host"
  has -ss "$host" || qconf -as "$host"
  has -sel "$host" || {
    printf '%s\n' "hostname $host" 'load_scaling NONE' 'complex_values NONE' 'user_lists NONE' 'xuser_lists NONE' 'projects NONE' \
      'xprojects NONE' 'usage_scaling NONE' 'report_variables NONE' >"$run/host"
    qconf -Ae "$run/host"
  }
  ((slots == 0)) || start execd
  has -spl smp || {
    printf '%s\n' 'pe_name smp' 'slots 999' 'user_lists NONE' 'xuser_lists NONE' 'start_proc_args NONE' 'stop_proc_args NONE' \
      'allocation_rule $pe_slots' 'control_slaves FALSE' 'job_is_first_task TRUE' 'urgency_slots min' 'accounting_summary FALSE' \
      'qsort_args NONE' >"$run/pe"
    qconf -Ap "$run/pe"
  }
  ((slots == 0)) || has -sql all.q || {
    qconf -sq | sed -e 's/^qname .*/qname all.q/' -e "s/^hostlist .*/hostlist $host/" -e "s/^slots .*/slots $slots/" \
      -e 's/^load_thresholds .*/load_thresholds NONE/' -e 's/^pe_list .*/pe_list smp/' -e 's|^shell .*|shell /bin/sh|' \
      -e 's/^notify .*/notify 00:00:10/' >"$run/queue"
    qconf -Aq "$run/queue"
  }
  # By default jobs are placed every 15 s; here at each submission and each end.
  qconf -ssconf | sed -e 's/^schedule_interval .*/schedule_interval 0:0:1/' -e 's/^flush_submit_sec .*/flush_submit_sec 1/' \
    -e 's/^flush_finish_sec .*/flush_finish_sec 1/' >"$run/schedule"
  qconf -Msconf "$run/schedule"
}

if [[ -d $state && ! -e $state/.gridengine-up && -n $(ls -A "$state") ]]; then
  say "$state holds something else; choose another directory"; exit 1
fi
mkdir -p "$state"
[[ -s $state/.gridengine-up ]] || cat /proc/sys/kernel/random/uuid >"$state/.gridengine-up" # tells this cell from a later one here
[[ -s $state/env ]] || make_cell "$(free_port)"
# shellcheck disable=SC1091
source "$state/env"
[[ -e $spool/spooldb/sge ]] || init_spool >&2
start qmaster
for _ in {1..200}; do qconf -sh >/dev/null 2>&1 && break; sleep 0.05; done
make_queue >&2
[[ " ${started[*]} " == *" execd "* ]] && for _ in {1..600}; do # until the host has reported
  qstat -f -q all.q 2>/dev/null | awk '/^all.q@/ { exit $6 == "" ? 0 : 1 } END { if (!NR) exit 1 }' && break; sleep 0.05
done
if [[ -n ${GE_OWNER:-} && $(cat "$run/owner" 2>/dev/null) != "$GE_OWNER" ]]; then
  echo "$GE_OWNER" >"$run/owner" # one that waits for it is enough, however often what was killed is started again
  (cd / && exec setsid "$here/gridengine-down.sh" "$state" --after "$GE_OWNER" </dev/null >/dev/null 2>&1) &
fi
cat "$state/env"
