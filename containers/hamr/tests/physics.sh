# Sourced by run.sh: the unit tests in C, and the four builds against each other.
"$bin/physics-test" > "$work/physics.log"
code=$?
cat "$work/physics.log"
passed=$((passed + $(grep -c '^ok ' "$work/physics.log")))
failed=$((failed + $(grep -c '^not ok ' "$work/physics.log")))
[ $code -le 1 ] || bad "physics-test_ends" "exit code $code"

fresh whole
"$bin/hamr-write.base" "$input" || bad "builds_base_runs" "exit code $?"
levels=$(runnable_levels)
for level in avx avx2 avx512; do
    if ! echo "$levels" | grep -qx "$level"; then
        echo "skipped builds_${level}-against-base: this processor lacks it"
        skipped=$((skipped + 1))
        continue
    fi
    fresh "build-$level"
    "$bin/hamr-write.$level" "$input"
    check "builds_${level}-against-base_same-results" "a byte differs" same_results "build-$level"
    check "builds_${level}-against-base_same-checkpoints" "a byte differs" cmp -s state-0002.chk "$work/whole/state-0002.chk"
done
newest=$(echo "$levels" | tail -1)
