#!/usr/bin/env bash
# Runs one benchmark by name; without a name, lists them.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-}
if [[ -n $name ]] && grep -qs '^bench:' "containers/$name/Makefile"; then
  exec make --no-print-directory -C "containers/$name" bench
fi
scripts/setup.sh bench $([[ $name != gridengine ]] || echo engines)
dotnet build tests/HtcFlow.Benchmarks -c Release --nologo -v quiet -clp:NoSummary
exec dotnet artifacts/build/bin/HtcFlow.Benchmarks/release/HtcFlow.Benchmarks.dll ${name:+"$name"}
