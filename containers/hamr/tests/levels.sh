# The builds that this processor can run, one a line, the oldest first. Sourced.
runnable_levels() {
    flags=" $(grep -m1 '^flags' /proc/cpuinfo) "
    echo base
    case "$flags" in *" avx "*) echo avx ;; esac
    case "$flags" in *" avx2 "*) case "$flags" in *" fma "*) case "$flags" in *" bmi2 "*) echo avx2 ;; esac ;; esac ;; esac
    for flag in avx512f avx512bw avx512cd avx512dq avx512vl; do
        case "$flags" in *" $flag "*) ;; *) return 0 ;; esac
    done
    echo avx512
}
