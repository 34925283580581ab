#!/usr/bin/env bash
# Starts a real S3 server on loopback: Ceph's gateway with one monitor and one object daemon, about a second.
# usage: s3-up.sh STATE_DIR        then: . STATE_DIR/env
#   STATE_DIR is made here and removed by s3-down.sh. Where its gateway already answers, its settings are printed again.
# environment:
#   S3_PORT, CEPH_MON_PORT   listen there; free ports are chosen otherwise, others when somebody was faster
#   S3_OWNER                 process id; when that process is gone, however it ended, everything is stopped and removed
#   CEPH_STORE               memstore (objects in memory, at most CEPH_MEM bytes) or bluestore (a file of CEPH_DISK bytes)
#   RGW_SHARDS               index shards of each bucket
# exit codes: 0 it answers, 1 it does not (the logs stay in STATE_DIR/log), 3 programs are missing
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${1:?usage: s3-up.sh STATE_DIR}
access=${S3_ACCESS_KEY:-htcflowtest} secret=${S3_SECRET_KEY:-htcflowtestsecret}
store=${CEPH_STORE:-memstore}

alive() { [[ -s $state/$1.pid ]] && kill -0 "$(<"$state/$1.pid")" 2>/dev/null; }
answers() { curl -s --noproxy '*' -o /dev/null --max-time 2 "http://127.0.0.1:$1/"; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the kernel's range for outgoing connections (32768 and up) and beyond what object daemons take (6800 to 7300).
free_port() {
  local port
  while port=$((10000 + SRANDOM % 20000)); taken "$port" || taken $((port + 1)); do :; done
  echo "$port"
}

# Each process in a session of its own, so that a Ctrl-C at the tests does not kill it half way.
daemon() { # name command...
  local name=$1
  shift
  setsid "$@" >"$state/log/$name.out" 2>&1 </dev/null &
  echo $! >"$state/$name.pid"
}

wait_for() { # tenths of a second, name of the daemon that must live, test
  local left=$1 name=$2
  shift 2
  until "$@"; do
    if ! alive "$name" || ((left-- == 0)); then return 1; fi
    sleep 0.1
  done
}

write_settings() { # port, monitor's port
  cat >"$state/ceph.conf" <<CONF
[global]
fsid = $(</proc/sys/kernel/random/uuid)
mon host = [v2:127.0.0.1:$(($2 + 1)),v1:127.0.0.1:$2]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
# The daemons trust each other on loopback; requests of S3 clients are checked by the gateway all the same.
auth cluster required = none
auth service required = none
auth client required = none
# Without authentication there is no key to encrypt with, and the gateway insists on encryption unless told so.
ms mon client mode = crc
# One change of the map every 20 ms instead of every second: making the pools is what takes long at the start.
paxos propose interval = 0.02
paxos min wait = 0.01
run dir = $state/run
# No admin sockets: their path may not be longer than 107 characters.
admin socket =
log file = $state/log/\$name.log
keyring = $state/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
$(printf 'debug %s = 0/0\n' rgw osd ms mon paxos filestore memstore bluestore rocksdb objecter objclass)
[mon]
mon data = $state/mon
mon initial members = a
mon data avail crit = 1
mon data avail warn = 2
[osd]
osd data = $state/osd
osd objectstore = $store
memstore device bytes = ${CEPH_MEM:-4294967296}
bluestore block size = 0
osd class load list = *
osd class default list = *
# The longest key of S3, behind what the gateway puts before it.
osd max object name len = 2048
osd memory target = 2147483648
[client]
# Without delay, as other servers have it: Nagle's algorithm would keep the end of each reply back for 40 ms.
rgw frontends = beast endpoint=127.0.0.1:$1 tcp_nodelay=1
rgw enable usage log = false
rgw enable ops log = false
rgw enable quota threads = false
rgw run sync thread = false
rgw dynamic resharding = false
rgw thread pool size = 128
rgw override bucket index max shards = ${RGW_SHARDS:-16}
# What was overwritten or deleted is freed within seconds, not hours.
rgw gc obj min wait = 2
rgw gc processor period = 5
rgw gc processor max time = 5
rgw dns name =
CONF
}

start_monitor() { # its port
  ceph-authtool --create-keyring "$state/keyring" --gen-key -n mon. --cap mon 'allow *' \
    --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' >/dev/null
  local fsid
  fsid=$(sed -n 's/^fsid = //p' "$state/ceph.conf")
  monmaptool --create --addv a "[v2:127.0.0.1:$(($1 + 1)),v1:127.0.0.1:$1]" --fsid "$fsid" "$state/monmap" >/dev/null
  ceph-mon --mkfs -i a --monmap "$state/monmap" --keyring "$state/keyring" >/dev/null
  daemon mon ceph-mon -f -i a
}

start_objects() {
  timeout 30 ceph --connect-timeout 20 osd new "$(</proc/sys/kernel/random/uuid)" >/dev/null
  if [[ $store == bluestore ]]; then truncate -s "${CEPH_DISK:-8G}" "$state/osd/block"; fi
  ceph-osd -i 0 --mkfs --osd-uuid "$(ceph osd dump | sed -n 's/^osd\.0 .* //p')" >"$state/log/osd-mkfs.out" 2>&1
  daemon osd ceph-osd -f -i 0
  wait_for 100 osd osd_is_up
}

osd_is_up() { ceph osd stat 2>/dev/null | grep -q '1 up'; }

start_gateway() { # its port
  daemon rgw radosgw -f -n client.admin
  wait_for 300 rgw answers "$1"
  radosgw-admin user create --uid=htcflow --display-name=htcflow --access-key="$access" --secret-key="$secret" \
    >"$state/log/user.json" 2>"$state/log/user.err"
}

# One try on given ports, in a shell of its own: false as soon as anything fails.
try() (
  set -e
  port=$1 monitor=$2
  rm -rf "$state"
  mkdir -p "$state"/{mon,osd,run,log}
  : >"$state/.s3-up"
  write_settings "$port" "$monitor"
  export CEPH_CONF=$state/ceph.conf
  start_monitor "$monitor"
  start_objects
  start_gateway "$port"
  cat >"$state/env" <<ENV
export S3_ENDPOINT=http://127.0.0.1:$port
export AWS_ACCESS_KEY_ID=$access
export AWS_SECRET_ACCESS_KEY=$secret
export AWS_REGION=us-east-1
export AWS_DEFAULT_REGION=us-east-1
ENV
)

if alive rgw && answers "$(sed -n 's/.*S3_ENDPOINT=.*://p' "$state/env")"; then
  cat "$state/env"
  exit 0
fi

for program in ceph-mon ceph-osd radosgw radosgw-admin ceph ceph-authtool monmaptool curl setsid; do
  command -v "$program" >/dev/null && continue
  echo "$program is not installed; as root: scripts/setup.sh engines" >&2
  exit 3
done

if [[ -e $state && ! -e $state/.s3-up ]] && ! rmdir "$state" 2>/dev/null; then
  echo "$state exists and was not made by this script; name another directory" >&2
  exit 1
fi

tries=3
[[ -n ${S3_PORT:-}${CEPH_MON_PORT:-} ]] && tries=1
for ((t = 1; t <= tries; t++)); do
  "$here/s3-down.sh" "$state"
  port=${S3_PORT:-$(free_port)} monitor=${CEPH_MON_PORT:-$(free_port)}
  # No `if`: a condition would switch off the -e that ends a try at its first failure.
  set +e
  try "$port" "$monitor"
  failed=$?
  set -e
  if ((failed == 0)); then
    if [[ -n ${S3_OWNER:-} ]]; then
      setsid "$here/s3-down.sh" "$state" --after "$S3_OWNER" >/dev/null 2>&1 </dev/null &
    fi
    cat "$state/env"
    exit 0
  fi
done

tail -n 20 "$state"/log/*.out >&2 || true
KEEP=1 "$here/s3-down.sh" "$state"
echo "the gateway did not start; its logs are in $state/log" >&2
exit 1
