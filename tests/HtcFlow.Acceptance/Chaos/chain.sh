#!/usr/bin/env bash
# A task whose every step follows from the one before: step n is the SHA-256 of step n-1 and n. It writes one output a step and one
# checkpoint every EVERY steps, and tells a log outside of its scratch directory from where it went on and how far it came.
# usage: chain.sh single|set STEPS EVERY SECONDS-A-STEP LOG
set -eu
kind=$1 steps=$2 every=$3 pause=$4 log=$5
step=0 hash=seed

if [[ $kind == set ]]; then
  # Three files that belong together; a mixture of two checkpoints would show.
  if [[ -e done.chk ]]; then
    read -r step hash <first.chk
    if [[ "$(<first.chk)" != "$(<second.chk)" || "$(<first.chk)" != "$(<done.chk)" ]]; then
      echo "torn $(<first.chk) / $(<second.chk) / $(<done.chk)" >>"$log"
      exit 40
    fi
  fi
else
  # What was killed may have left older ones: the newest name counts.
  for file in state-*.chk; do [[ -e $file ]] && read -r step hash <"$file"; done
fi
echo "begin $step $hash" >>"$log"

while ((step < steps)); do
  step=$((step + 1))
  hash=$(sha256sum <<<"$hash $step") # no pipe: whoever is killed in it must not pass for a result
  hash=${hash%% *}
  for ((line = 0; line < 40; line++)); do echo "$step $hash $line"; done >"out-$step.dat"
  echo "step $step" >>"$log"
  sleep "$pause"
  if ((step % every == 0)); then
    if [[ $kind == set ]]; then
      for part in first second done; do
        echo "$step $hash" >".$part"
        mv ".$part" "$part.chk"
      done
    else
      echo "$step $hash" >.state
      mv .state "$(printf 'state-%06d.chk' "$step")"
    fi
    echo "checkpoint $step" >>"$log"
  fi
done
