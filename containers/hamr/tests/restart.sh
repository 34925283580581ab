# Sourced by run.sh: checkpoints, signals, and what is left after any of them.
write="$bin/hamr-write.$newest"
# A run that lasts long enough to be hit: a quarter of the time step.
slow="$work/slow.in"
sed 's/^time_step_fs.*/time_step_fs = 20/' "$input" > "$slow"
fresh slow-whole
"$write" "$slow"
same_as_slow() { for f in "$work"/slow-whole/track-*.dat; do cmp -s "$f" "${f##*/}" || return 1; done; }

fresh cadence
"$write" "$input"
check "results_whole-run_all-files" "6 results and 2 checkpoints were due" test "$(results) $(ls state-*.chk | wc -l)" = "6 2"
check "results_whole-run_no-temporary-files" "a .part file stays" test -z "$(ls -A | grep part)"

# Restart from each checkpoint alone: what came before is written again, what comes after is computed again.
for n in 1 2; do
    fresh "from-$n"
    cp "$work/whole/state-000$n.chk" .
    "$write" "$input" 2>/dev/null
    check "restart_from-checkpoint-$n-alone_same-results" "a byte differs" same_results "from-$n"
done

fresh other-build
cp "$work/build-$newest/state-0001.chk" . 2>/dev/null || cp "$work/whole/state-0001.chk" .
"$bin/hamr-write.base" "$input" 2>/dev/null
check "restart_other-build_same-results" "a byte differs" same_results other-build

# SIGKILL at moments spread over the run, restarted each time, in one folder.
fresh killed
kills=0
for pause in 0.05 0.11 0.17 0.02 0.08 0.13; do
    "$write" "$slow" 2>/dev/null &
    child=$!
    sleep $pause
    kill -KILL $child 2>/dev/null && kills=$((kills + 1))
    wait $child 2>/dev/null
done
"$write" "$slow" 2>/dev/null
check "restart_after-sigkills_same-results" "a byte differs" same_as_slow
check "restart_after-sigkills_some-hit" "no kill hit a running process" test $kills -ge 1

fresh terminated
"$write" "$slow" 2>/dev/null &
child=$!
sleep 0.06
kill -TERM $child
wait $child
code=$?
check "sigterm_running_exit-143" "exit code $code" test $code -eq 143
check "sigterm_running_checkpoint" "no checkpoint was written" test -n "$(ls state-*.chk 2>/dev/null)"
"$write" "$slow" 2> warning.log
check "sigterm_restarted_says-so" "nothing was restored" grep -q '^restored: ' warning.log
check "sigterm_restarted_same-results" "a byte differs" same_as_slow

fresh asked
sed 's/^checkpoint_every.*/checkpoint_every_segments = 0/' "$slow" > in
"$write" in &
child=$!
sleep 0.08
kill -USR1 $child
wait $child
check "sigusr1_running_runs-on" "exit code $?" test $? -eq 0
check "sigusr1_running_checkpoint" "no checkpoint was written" test -f state-0001.chk
rm -f track-*.dat
"$write" in 2>/dev/null
check "sigusr1_restarted_same-results" "a byte differs" same_as_slow

# spoil NAME HOW: the newest checkpoint is damaged, the one before must serve.
spoil() {
    fresh "spoilt"
    cp "$work"/whole/state-000[12].chk .
    eval "$2"
    "$write" "$input" 2> warning.log
    check "checkpoint_$1_warns" "no warning names state-0002.chk" grep -q '^warning: state-0002.chk: skipped' warning.log
    check "checkpoint_$1_falls-back" "not restored from state-0001.chk" grep -q '^restored: 2 of 6' warning.log
    check "checkpoint_$1_same-results" "a byte differs" same_results spoilt
}
spoil truncated 'head -c 15000 ../whole/state-0002.chk > state-0002.chk'
spoil empty ': > state-0002.chk'
spoil flipped-bit 'printf "\\377" | dd of=state-0002.chk bs=1 seek=12000 conv=notrunc 2>/dev/null'
spoil junk 'head -c 50000 /dev/urandom > state-0002.chk'
spoil of-another-input 'cp ../slow-whole/state-0002.chk .'

fresh unwritable
mkdir .track-0001.dat.part
"$write" "$input" 2>/dev/null
code=$?
check "results_unwritable_exit-1" "exit code $code" test $code -eq 1
