#!/bin/sh
# Segments per second of every build that this processor runs: medians of interleaved runs, so that a slow moment hits all.
# usage: bench.sh DIRECTORY-OF-THE-PROGRAMS [ROUNDS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "$1" && pwd)
rounds=${2:-5}
. "$here/levels.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > in <<END
seed = 1
linear_density_kbpi = 2200
track_pitch_nm = 25
bits_per_track = 160
segments_per_track = 3
velocity_m_per_s = 40
spot_fwhm_nm = 40
grain_pitch_nm = 7
grain_diameter_nm = 6
time_step_fs = 100
END
segments=9
levels=$(runnable_levels)
round=0
while [ $round -lt "$rounds" ]; do
    for level in $levels; do
        rm -f track-* state-*
        start=$(date +%s%N)
        "$bin/hamr-write.$level" in
        end=$(date +%s%N)
        echo $((end - start)) >> "$level.ns"
    done
    round=$((round + 1))
done
for level in $levels; do
    sort -n "$level.ns" | awk -v level="$level" -v segments=$segments '
        { t[NR] = $1 }
        END { m = NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2
              printf "BAR hamr-segments-per-second-%s %.2f segments/s\n", level, segments / (m * 1e-9) }'
done
