#!/usr/bin/env bash
# Builds every containers/<name>/Containerfile with buildah, on a Debian base made here: no registry is asked.
set -euo pipefail
cd "$(dirname "$0")/.."
base=localhost/htcflow-base:bookworm

if ! buildah inspect "$base" >/dev/null 2>&1; then
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  debootstrap --variant=minbase bookworm "$root" >/dev/null
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$root" / >/dev/null
  buildah commit --quiet --rm "$container" "$base" >/dev/null
  echo "built $base"
fi

for file in containers/*/Containerfile; do
  [[ -f $file ]] || continue
  name=$(basename "$(dirname "$file")")
  buildah bud --quiet --build-arg "BASE=$base" --tag "localhost/htcflow-$name" --file "$file" . >/dev/null
  echo "built localhost/htcflow-$name"
done
