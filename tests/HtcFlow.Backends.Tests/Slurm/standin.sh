#!/bin/sh
# Stands in for htcflow-runner on Slurm and PBS: each element does what its word in TEST_DO says, the last word stands for all further.
#   <number> exit with it    kill  die of SIGKILL    hold  wait for the file TEST_GATE, exit 0; SIGTERM: exit 75
#   print    write the environment to TEST_GATE.env
task=${HTCFLOW_ELEMENT:-$SLURM_ARRAY_TASK_ID}
element=$task
echo "$element" >>"$TEST_GATE.starts"
IFS=,
set -f
# shellcheck disable=SC2086
set -- $TEST_DO
[ "$element" -lt $# ] || element=$(($# - 1))
shift "$element"
case $1 in
hold)
  trap 'exit 75' TERM
  : >"$TEST_GATE.held.$task"
  while [ ! -e "$TEST_GATE" ]; do sleep 0.05; done
  : >"$TEST_GATE.left.$task"
  ;;
kill) kill -9 $$ ;;
print) env -0 >"$TEST_GATE.env" ;;
*) exit "$1" ;;
esac
