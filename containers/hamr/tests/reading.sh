# Sourced by run.sh: hamr-read and hamr-figure.
read="$bin/hamr-read"
figure="$bin/hamr-figure"
fresh reading
: > defaults.in
"$read" defaults.in "$work/whole" > out 2> err
check "read_folder_one-line" "said: $(cat err)" test "$(wc -l < out)" -eq 1
check "read_folder_counts-bits" "3 tracks of 36 bits less 2 x 5 guard bits are 78" grep -q '^2000 28 78 ' out
cp ber.dat first.dat
# shellcheck disable=SC2046
"$read" defaults.in $(ls -r "$work"/whole/track-*.dat) > /dev/null
check "read_files-in-any-order_same-result" "a byte differs" cmp -s ber.dat first.dat
"$read" defaults.in "$work"/whole/track-000[1-5].dat > out 2> err
code=$?
check "read_missing-segment_told" "exit $code: $(cat err)" grep -q 'segment 6 of 6 of seed 7 is missing' err
"$read" defaults.in "$work/whole" "$work/cadence" > out 2> err
code=$?
check "read_segment-twice_told" "exit $code: $(head -1 err)" grep -q 'a second file with segment 1' err
head -c 5000 "$work/whole/track-0003.dat" > cut.dat
"$read" defaults.in "$work"/whole/track-000[12456].dat cut.dat > out 2> err
code=$?
check "read_cut-file_told" "exit $code" grep -q 'cut.dat:[0-9]*: ' err
"$read" defaults.in /dev/null > out 2> err
code=$?
check "read_no-track-file_exit-2" "exit code $code" test $code -eq 2
echo 'equaliser_taps = 4' > even.in
"$read" even.in "$work/whole" > out 2> err
check "read_even-taps_told" "said: $(cat err)" grep -q 'even' err

# A second seed, and another density that must not be mixed in.
fresh seed-8
sed 's/^seed.*/seed = 8/' "$input" > in
"$write" in
fresh reading-two
: > defaults.in
"$read" defaults.in "$work/whole" "$work/seed-8" > out
check "read_two-seeds_bits-add-up" "said: $(cat out)" grep -q '^2000 28 156 .* 2$' out
fresh density
sed 's/^linear_density_kbpi.*/linear_density_kbpi = 1000/' "$input" > in
"$write" in
"$read" "$work/reading/defaults.in" "$work/whole" "$work/density" > out 2> err
check "read_two-densities_refused" "said: $(head -1 err)" grep -q 'one density and pitch' err
for detector in viterbi threshold; do
    echo "detector = $detector" > easy.in
    "$read" easy.in "$work/density" > out
    check "read_1000-kbpi-${detector}_no-error" "said: $(cat out)" grep -q '^1000 28 78 0 ' out
done
echo 'electronic_snr_db = -20' > noisy.in
"$read" noisy.in "$work/density" > out
check "read_drowned-in-noise_many-errors" "said: $(cat out)" awk '{ exit !($5 > 0.2) }' out
# Wilson at 0 of 78: upper bound z^2/(n + z^2) = 3.8415/81.8415.
"$read" easy.in "$work/density" > out
check "read_no-error_wilson-bound" "said: $(cat out)" awk '{ d = $7 - 0.046938; exit !(d < 1e-5 && d > -1e-5) }' out

fresh figure
mkdir -p a b
cat > a/ber.dat <<END
# hamr-ber 1
1000 30 1000 0 0 0 3.8e-03 1
2000 30 1000 10 1.0e-02 5e-03 1.8e-02 1
3000 30 1000 100 1.0e-01 8e-02 1.2e-01 1
END
printf '# hamr-ber 1\n1000 25.4 1000 5 5e-03 2e-03 1.1e-02 1\n3000 25.4 1000 20 2.0e-02 1.3e-02 3e-02 1\n' > b/ber.dat
"$figure" --script-only --rate 0.01 . > out
check "figure_interpolates_tb-per-in2" "said: $(cat out)" grep -q '25.4 nm track pitch: 2.00 Tb/in2' out
check "figure_zero-errors_upper-limit" "the point is not among the limits" sh -c "grep -A1 limit1 figure.gp | grep -q ^1026"
if command -v gnuplot > /dev/null; then
    "$figure" . > out 2> err
    check "figure_drawn_svg-and-png" "said: $(cat err)" test -s figure.svg -a -s figure.png
    check "figure_drawn_no-warning" "said: $(head -1 err)" test ! -s err
    check "figure_drawn_units-on-axes" "an axis lacks its unit" grep -q 'kbit/in' figure.svg
else
    echo "skipped figure_drawn: gnuplot is not installed"
    skipped=$((skipped + 3))
fi
printf "# hamr-ber 1\n1000 30 10 5 0.5 0.2 0.8 1'; system('id')\n\`id\` 2 3\n" > bad.dat
"$figure" --script-only bad.dat > out 2> err
code=$?
check "figure_bad-line_exit-2" "exit code $code" test $code -eq 2
"$figure" --script-only a/ber.dat a/ber.dat > out 2> err
check "figure_same-point-twice_told" "not told" test "$(grep -c 'given twice' err)" -eq 3
