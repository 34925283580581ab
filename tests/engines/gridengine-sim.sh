#!/usr/bin/env bash
# Starts a real sge_qmaster with simulated execution hosts, and prints its settings: ten thousand hosts take about 10 s and 150 MiB.
# usage: gridengine-sim.sh STATE_DIR HOSTS         stop it with gridengine-down.sh
# A task "runs" for 3 s and as many seconds as the first argument of its job says, and ends well; nothing is executed.
# environment: GE_SLOTS slots of a host in sim.q (1); GE_OWNER process with whose end the cell is stopped
# exit codes: 0 it runs, 1 it did not start, 3 programs are not installed, or the user is not root
set -euo pipefail
state=$(realpath -m "${1:?usage: gridengine-sim.sh STATE_DIR HOSTS}")
hosts=${2:?usage: gridengine-sim.sh STATE_DIR HOSTS}
self=$(realpath "$0") here=$(cd "$(dirname "$0")" && pwd)
((EUID == 0)) || { echo "gridengine-sim: only root may give qmaster host names of its own" >&2; exit 3; }

# qmaster resolves every name. It gets its own /etc/hosts in its own mount namespace, with an address of 127/8 for each name; the file of
# this machine stays as it is, and the commands need none of the names.
if [[ -z ${GE_HOSTS_FILE:-} ]]; then
  GE_HOSTS_FILE=$(mktemp)
  export GE_HOSTS_FILE
  trap 'rm -f "$GE_HOSTS_FILE"' EXIT
  cat /etc/hosts >"$GE_HOSTS_FILE"
  awk -v n="$hosts" 'BEGIN { print ""; for (i = 1; i <= n; i++) printf "127.%d.%d.%d sim%05d\n", 100 + int(i / 64516), int(i / 254) % 254 + 1, i % 254 + 1, i }' \
    >>"$GE_HOSTS_FILE"
  chmod 644 "$GE_HOSTS_FILE" # qmaster is not root
  unshare --mount "$self" "$@"
  exit
fi
mount --bind "$GE_HOSTS_FILE" /etc/hosts

settings=$(GE_SLOTS=0 "$here/gridengine-up.sh" "$state")
# shellcheck disable=SC1091
source "$state/env"
cd "$state/run"
: >simulated
# max_aj_instances stays 2,000: each start and end costs time in proportion to what runs of its array, and 0, "no limit" in the manual,
# stops every dispatch in 8.1.9.
qconf -sconf | sed -e 's/^qmaster_params .*/qmaster_params SIMULATE_EXECDS=TRUE/' >global
qconf -Mconf global >&2
# The scheduler may take seconds for a run over so many hosts and tasks: no run at each submission and each end, one every 10 s.
qconf -ssconf | sed -e 's/^schedule_interval .*/schedule_interval 0:0:10/' -e 's/^flush_\(submit\|finish\)_sec .*/flush_\1_sec 0/' >schedule
qconf -Msconf schedule >&2
# Names in a host group become execution hosts: one call instead of one a host.
printf 'group_name @simulated\nhostlist %s\n' "$(seq -s ' ' -f 'sim%05.0f' 1 "$hosts")" >group
if qconf -shgrp @simulated >/dev/null 2>&1; then qconf -Mhgrp group >&2; else qconf -Ahgrp group >&2; fi
qconf -sql 2>/dev/null | grep -qx sim.q || {
  qconf -sq | sed -e 's/^qname .*/qname sim.q/' -e 's/^hostlist .*/hostlist @simulated/' -e "s/^slots .*/slots ${GE_SLOTS:-1}/" \
    -e 's/^load_thresholds .*/load_thresholds NONE/' -e 's/^pe_list .*/pe_list smp/' >queue
  qconf -Aq queue >&2
}
echo "$settings"
