# shellcheck shell=bash
# Sourced by the scripts that stop engines.

# Waits until a process is gone; false when somebody else has stopped the engine meanwhile, whether or not there is another one in its place.
outlived() { # process, file whose content is another one for each engine that was started in the directory
  local engine
  engine=$(cat "$2" 2>/dev/null) || return 1
  while kill -0 "$1" 2>/dev/null; do
    [[ $(cat "$2" 2>/dev/null) == "$engine" ]] || return 1
    sleep 1
  done
  [[ $(cat "$2" 2>/dev/null) == "$engine" ]]
}

# Kills a daemon by the number that it wrote down. Nothing in a test engine is worth an orderly end, and that takes seconds.
stop_daemon() { # file with its number, a line of its environment by which it is known
  local process
  [[ -s $1 ]] || return 0
  process=$(<"$1")
  # The number may belong to a stranger by now, even to a daemon of another directory.
  if tr '\0' '\n' 2>/dev/null <"/proc/$process/environ" | grep -qxF "$2"; then
    kill -KILL "$process" 2>/dev/null
    while kill -0 "$process" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$process/status" 2>/dev/null; do sleep 0.02; done
  fi
  rm -f "$1"
}
