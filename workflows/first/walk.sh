# A random walk in five parts. Each part leaves a result file and a checkpoint, both written under another name and renamed,
# so that nobody ever sees half a file. What is restored continues to the same bytes: the generator's state is in the checkpoint.
set -eu
. ./walk.in
awk -v steps="$steps" -v bias="$bias" -v seed="$seed" '
BEGIN {
    part = 1; place = 0; x = seed * 7919
    for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647         # neighbouring seeds begin alike
    if ((getline line < "state.chk") > 0) {
        split(line, state, " ")
        part = state[1]; place = state[2]; x = state[3]
        print "goes on with part", part
    }

    for (; part <= 5; part++) {
        for (i = 0; i < steps; i++) {
            x = (x * 16807) % 2147483647                          # minimal standard generator; exact in a double
            place += x < bias * 2147483647 ? 1 : -1
        }

        printf "%d %d\n", part * steps, place > "part.tmp"
        close("part.tmp")
        system("mv part.tmp part-" part ".dat")
        printf "%d %d %d\n", part + 1, place, x > "state.tmp"
        close("state.tmp")
        system("mv state.tmp state.chk")
    }

    print "walked to", place
}'
