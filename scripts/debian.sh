#!/usr/bin/env bash
# usage: scripts/debian.sh SUITE...   makes artifacts/roots/SUITE.tar, a minimal Debian, of each suite that is not there yet
# Made elsewhere and kept as an archive, because tools that walk the checkout must not wander into a whole system.
set -euo pipefail
cd "$(dirname "$0")/.."
kept=$PWD/artifacts/roots
mkdir -p "$kept"
exec 9>"$kept/.lock"
flock 9 # whoever comes second finds what the first one made
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for suite in "$@"; do
  [[ -f $kept/$suite.tar ]] && continue
  debootstrap --variant=minbase "$suite" "$work/$suite"
  tar -C "$work/$suite" --one-file-system -cf "$kept/$suite.tar.part" .
  mv "$kept/$suite.tar.part" "$kept/$suite.tar"
done
