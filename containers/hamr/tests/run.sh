#!/bin/sh
# Physics tests, then the programs as real processes. The last line is `N passed, N failed, N skipped`.
# usage: run.sh DIRECTORY-OF-THE-PROGRAMS
set -u
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)
. "$here/levels.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

ok() { echo "ok $1"; passed=$((passed + 1)); }
bad() { echo "not ok $1: $2"; failed=$((failed + 1)); }
# check NAME WHY COMMAND...: passes when the command succeeds.
check() { name=$1 why=$2; shift 2; if "$@"; then ok "$name"; else bad "$name" "$why"; fi; }
fresh() { rm -rf "${work:?}/$1"; mkdir "$work/$1"; cd "$work/$1" || exit 1; }
same_results() { for f in "$work"/whole/track-*.dat; do cmp -s "$f" "$work/$1/${f##*/}" || return 1; done; }
results() { ls track-*.dat 2>/dev/null | wc -l; }

input="$work/small.in"
cat > "$input" <<END
seed = 7
linear_density_kbpi = 2000
track_pitch_nm = 28
bits_per_track = 36
segments_per_track = 2
checkpoint_every_segments = 2
velocity_m_per_s = 40
spot_fwhm_nm = 40
time_step_fs = 100
END

. "$here/physics.sh"
. "$here/restart.sh"
. "$here/inputs.sh"
. "$here/reading.sh"

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
