# Sourced by run.sh: every mistake in an input is told with file and line, and ends with exit code 2.
fresh inputs
# wrong NAME TEXT-OF-THE-MESSAGE SED-PROGRAM
wrong() {
    sed "$3" "$input" > in
    "$write" in > out 2>&1
    code=$?
    if [ $code -ne 2 ]; then bad "input_$1" "exit code $code, not 2"
    elif ! grep -q "^in:[0-9]*: .*$2" out; then bad "input_$1" "said: $(head -1 out)"
    else ok "input_$1"; fi
}
wrong unknown-key "did you mean 'track_pitch_nm'" 's/track_pitch_nm/track_pich_nm/'
wrong no-such-word "README lists every key" 's/^seed.*/colour_of_the_platter_in_words = 1/'
wrong missing-key "seed is missing" '/^seed/d'
wrong twice "given twice" '1p'
wrong no-value "has no value" 's/^seed.*/seed =/'
wrong no-equals "no '='" 's/^seed.*/seed 7/'
wrong not-a-number "not a number" 's/^seed.*/seed = seven/'
wrong nan "not a number" 's/^track_pitch_nm.*/track_pitch_nm = nan/'
wrong trailing-unit "does not belong" 's/^track_pitch_nm.*/track_pitch_nm = 28 nm/'
wrong out-of-range "out of range" 's/^track_pitch_nm.*/track_pitch_nm = -1/'
wrong not-whole "not a whole number" 's/^seed.*/seed = 1.5/'
wrong bad-choice "one of: random up down" '1i initial_state = sideways'
wrong path-in-name "not a plain file name" '1i result_file = ../track.dat'
wrong name-twice "named twice" '1i result_file = a.dat\nresult_file = a.dat'
wrong too-few-names "1 result_file lines for 6 segments" '1i result_file = a.dat'
wrong too-many-checkpoint-names "checkpoint_file lines for 2 checkpoints" '1i checkpoint_file = a.chk'
wrong overlapping-grains "grains would overlap" '1i grain_diameter_nm = 9'
wrong slow-writer "longer than one bit" '1i write_field_rise_ns = 2'
wrong cold-spot "not above ambient_k" '1i peak_k = 200'
wrong narrow-medium "spot would meet itself" 's/^track_pitch_nm.*/track_pitch_nm = 10/'
wrong endless-medium "more than 100 million grains" 's/^bits_per_track.*/bits_per_track = 1000000/;1i tracks = 1000'
wrong long-line "longer than" "1i $(head -c 2000 /dev/zero | tr '\0' x)"
head -c 100000 /dev/urandom > junk
"$write" junk > out 2>&1
code=$?
check "input_junk_exit-2" "exit code $code" test $code -eq 2
"$write" absent > out 2>&1
code=$?
check "input_absent_exit-2" "exit code $code" test $code -eq 2
"$write" > out 2>&1
code=$?
check "input_none_usage" "exit code $code" test $code -eq 2
sed '1i unknown_one = 1\nunknown_two = 2' "$input" > in
"$write" in > out 2>&1
check "input_two-mistakes_both-told" "one pass must tell all" test "$(grep -c '^in:[0-9]*:' out)" -eq 2

fresh named
cat "$input" - > in <<END
result_file = part_1.txt
result_file = part_2.txt
result_file = part_3.txt
result_file = part_4.txt
result_file = part_5.txt
result_file = part_6.txt
checkpoint_file = a.chk
checkpoint_file = b.chk
END
"$write" in
sed -n 's/^[rc].*_file = //p' in | sort > ../wanted
check "names_explicit_used" "the files are not those named" test "$(ls | grep -v '^in$')" = "$(cat ../wanted)"
check "names_explicit_same-contents" "a byte differs" cmp -s part_4.txt "$work/whole/track-0004.dat"
rm -f part_* a.chk
"$write" in 2>/dev/null
check "names_explicit_restart" "not restored from b.chk" cmp -s part_1.txt "$work/whole/track-0001.dat"
