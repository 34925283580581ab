#!/usr/bin/env bash
# Starts a private Slurm on this machine (munged, slurmctld, slurmd for each node) and prints its settings.
# usage: slurm-up.sh STATE_DIR          a second call starts only what is missing, for example a slurmd that was killed
# environment: SL_NODES nodes n1, n2 ... (2) of SL_CPUS processors each (2); SL_EXTRA lines for slurm.conf;
#   SL_OWNER process with whose end the cluster is stopped
# Partitions are main (n1, the default), all (every node), closed (down).
# exit codes: 0 it runs, 1 it did not start, 3 programs are not installed
set -euo pipefail
state=$(realpath -m "${1:?usage: slurm-up.sh STATE_DIR}")
nodes=${SL_NODES:-2} cpus=${SL_CPUS:-2} extra=${SL_EXTRA:-}
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
say() { echo "slurm-up: $*" >&2; }

for program in munged slurmctld slurmd sbatch squeue; do
  command -v $program >/dev/null || { say "$program is missing; install munge, slurmctld, slurmd, slurm-client and slurm-wlm-basic-plugins"; exit 3; }
done
unset "${!SLURM_@}" "${!SBATCH_@}" "${!SQUEUE_@}"

host=$(hostname -s) me=$(id -un) run=$state/run log=$state/log
((EUID == 0)) && id munge >/dev/null 2>&1 && warden=munge || warden=$me
as_warden() { if [[ $warden == "$me" ]]; then "$@"; else setpriv --reuid="$warden" --regid="$warden" --clear-groups "$@"; fi; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() { # the first of a row: slurmctld takes it, node i the one that is i further
  local port i
  for _ in {1..50}; do
    port=$((10000 + RANDOM % 9000))
    for ((i = 0; i <= nodes; i++)); do taken $((port + i)) && continue 2; done
    echo $port
    return
  done
  say "no free ports were found"; return 1
}

make_cluster() {
  local port=$1 address=127.0.0.1 talk="" i
  # Daemons can be bound to the address of the host's name only: where that is no loopback address they listen everywhere.
  address=$(getent ahostsv4 "$host" | awk '$1 ~ /^127\./ { print $1; exit }') && [[ -n $address ]] && talk=NoInAddrAny,NoCtldInAddrAny || address=127.0.0.1
  mkdir -p "$run" "$log" "$state"/{save,spool,munge}
  chmod 755 "$state" "$run" "$log" "$state/munge"
  (umask 077 && head -c 1024 /dev/urandom >"$state/munge/key")
  [[ $warden == "$me" ]] || chown -R "$warden:" "$state/munge"
  {
    cat <<X
ClusterName=trial
SlurmctldHost=$host($address)
SlurmctldPort=$port
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$state/munge/socket,cred_expire=5
StateSaveLocation=$state/save
SlurmdSpoolDir=$state/spool/%n
SlurmctldPidFile=$run/slurmctld.pid
SlurmdPidFile=$run/%n.pid
SlurmctldLogFile=$log/slurmctld.log
SlurmdLogFile=$log/%n.log
SlurmctldTimeout=10
SlurmdTimeout=30
KillWait=10
MessageTimeout=4
ReturnToService=2
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MpiDefault=none
SwitchType=switch/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1,max_array_tasks=100001
MaxArraySize=100001
MaxJobCount=300000
X
    [[ -z $talk ]] || echo "CommunicationParameters=$talk"
    for ((i = 1; i <= nodes; i++)); do
      mkdir -p "$state/spool/n$i"
      echo "NodeName=n$i NodeHostname=$host NodeAddr=$address Port=$((port + i)) CPUs=$cpus RealMemory=4000 State=UNKNOWN"
    done
    echo "PartitionName=main Nodes=n1 Default=YES MaxTime=INFINITE State=UP"
    echo "PartitionName=all Nodes=ALL MaxTime=INFINITE State=UP"
    echo "PartitionName=closed Nodes=n1 MaxTime=INFINITE State=DOWN"
    [[ -z $extra ]] || printf '%s\n' "$extra"
    echo "include $state/numbers.conf"
  } >"$state/slurm.conf"
  echo FirstJobId=1 >"$state/numbers.conf"
  # slurmd prepares control groups even where nothing uses them; version 1 also starts without any mounted.
  echo "CgroupPlugin=cgroup/v1" >"$state/cgroup.conf"
  echo "$nodes" >"$run/nodes"
  # Lists of elements are cut at 64 characters by default.
  printf 'export SLURM_CONF=%s\nexport SLURM_BITSTR_LEN=0\n' "$state/slurm.conf" >"$state/env"
}

alive() { # name: whether the recorded process is that daemon of this cluster
  [[ -s $run/$1.pid ]] && tr '\0' '\n' 2>/dev/null <"/proc/$(<"$run/$1.pid")/environ" | grep -qxF "SLURM_CONF=$state/slurm.conf"
}

start() { # name command...: the daemon goes into the background by itself and writes its process id
  local name=$1
  shift
  alive "$name" && return
  rm -f "$run/$name.pid"
  # A clean environment: slurmd hands parts of its own on to jobs.
  (cd / && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SLURM_CONF="$state/slurm.conf" "$@" </dev/null >>"$log/start.log" 2>&1) || true
  for _ in {1..200}; do alive "$name" && return; sleep 0.05; done
  say "$name did not start; see $log"
  tail -5 "$log/start.log" "$log/$name.log" >&2 2>/dev/null || true
  exit 1
}

# A slurmctld that was killed forgets what it did since it last saved its state, and gives the same numbers out again. A slurmd that still
# remembers a forgotten job refuses the new one of that number ("Duplicate jobid"), and is drained until an administrator puts it to use again.
skip_lost_numbers() {
  local first
  [[ -e $run/slurmctld.pid ]] && ! alive slurmctld || return 0 # ended in order, it takes its file along
  first=$(sed -n 's/^FirstJobId=//p' "$state/numbers.conf")
  echo "FirstJobId=$((first + 1000000))" >"$state/numbers.conf" # each element of an array takes a number
}

if [[ -d $state && ! -e $state/.slurm-up && -n $(ls -A "$state") ]]; then
  say "$state holds something else; choose another directory"; exit 1
fi
mkdir -p "$state"
[[ -s $state/.slurm-up ]] || cat /proc/sys/kernel/random/uuid >"$state/.slurm-up" # tells this cluster from a later one here
[[ -s $state/env ]] || make_cluster "$(free_port)"
# shellcheck disable=SC1091
source "$state/env"
alive munged || as_warden rm -f "$state/munge/pid"
alive munged || {
  (cd / && as_warden env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SLURM_CONF="$SLURM_CONF" munged \
    --key-file="$state/munge/key" --socket="$state/munge/socket" --pid-file="$state/munge/pid" --log-file="$state/munge/log" \
    --seed-file="$state/munge/seed" --num-threads=2 --force </dev/null >>"$log/start.log" 2>&1) || true
  for _ in {1..200}; do [[ -s $state/munge/pid ]] && break; sleep 0.05; done
  cp "$state/munge/pid" "$run/munged.pid" 2>/dev/null && alive munged || { say "munged did not start; see $state/munge/log, $log/start.log"; exit 1; }
}
skip_lost_numbers
start slurmctld slurmctld
count=$(<"$run/nodes")
for ((i = 1; i <= count; i++)); do start "n$i" slurmd -N "n$i"; done
for _ in {1..600}; do # until every node has reported
  ready=$(sinfo -h -N -p all -t idle,mixed,allocated -o %N 2>/dev/null | sort -u | wc -l)
  ((ready == count)) && break
  sleep 0.05
done
((ready == count)) || { say "only $ready of $count nodes came up; see $log"; exit 1; }
if [[ -n ${SL_OWNER:-} ]]; then
  (cd / && exec setsid "$here/slurm-down.sh" "$state" --after "$SL_OWNER" </dev/null >/dev/null 2>&1) &
fi
cat "$state/env"
