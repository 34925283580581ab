#!/bin/sh
# Smoke test: writes, reads back and draws a small campaign with the programs of one folder. Ends with `smoke: ok`.
# usage: smoke.sh DIRECTORY-OF-THE-PROGRAMS
set -eu
[ $# -eq 1 ] || { echo "usage: smoke.sh DIRECTORY-OF-THE-PROGRAMS" >&2; exit 2; }
bin=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for density in 1000 2400; do
    mkdir "$density"
    cat > "$density/write.in" <<END
seed = 3
linear_density_kbpi = $density
track_pitch_nm = 26
bits_per_track = 48
segments_per_track = 2
checkpoint_every_segments = 2
velocity_m_per_s = 40
spot_fwhm_nm = 40
time_step_fs = 100
result_file = track-0001.dat
result_file = track-0002.dat
result_file = track-0003.dat
result_file = track-0004.dat
result_file = track-0005.dat
result_file = track-0006.dat
checkpoint_file = state-0001.chk
checkpoint_file = state-0002.chk
END
    echo 'detector = viterbi' > "$density/read.in"
    # The base build runs on every x86-64 processor.
    (cd "$density" && "$bin/hamr-write.base" write.in && "$bin/hamr-read" read.in .)
    for file in track-0006.dat state-0002.chk ber.dat; do
        [ -s "$density/$file" ] || { echo "smoke: $density/$file is missing" >&2; exit 1; }
    done
done
if command -v gnuplot > /dev/null; then
    "$bin/hamr-figure" .
    [ -s figure.svg ] && [ -s figure.png ] || { echo "smoke: no figure" >&2; exit 1; }
else
    "$bin/hamr-figure" --script-only .
    echo "smoke: gnuplot is not installed, the figure was not drawn"
fi
echo "smoke: ok"
