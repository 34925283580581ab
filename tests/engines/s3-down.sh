#!/usr/bin/env bash
# Stops what s3-up.sh started, by the process ids that it wrote down, and removes its directory.
# usage: s3-down.sh STATE_DIR [--after PID]     with --after: once that process has gone
# environment: KEEP=1 leaves the directory with the logs
set -u
state=${1:?usage: s3-down.sh STATE_DIR [--after PID]}
# shellcheck source=tests/engines/stopping.sh
source "$(dirname "${BASH_SOURCE[0]}")/stopping.sh"

if [[ ${2:-} == --after ]]; then outlived "$3" "$state/rgw.pid" || exit 0; fi
for name in rgw osd mon; do stop_daemon "$state/$name.pid" "CEPH_CONF=$state/ceph.conf"; done
if [[ ${KEEP:-0} != 1 && -e $state/.s3-up ]]; then rm -rf "$state"; fi
exit 0
