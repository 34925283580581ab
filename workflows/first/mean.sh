# steps, bias, number of walks, mean distance from the start
set -eu
cat walks/*/part-5.dat | awk -v steps="$1" -v bias="$2" '
    { count++; sum += $2 }
    END { printf "%d %s %d %.1f\n", steps, bias, count, sum / count }' > mean.txt
