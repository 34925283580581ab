#!/usr/bin/env bash
# Builds every containers/<name>/Containerfile with buildah, on a Debian base made here: no registry is asked.
set -euo pipefail
cd "$(dirname "$0")/.."
base=localhost/htcflow-base:bookworm

if ! buildah inspect "$base" >/dev/null 2>&1; then
  scripts/debian.sh bookworm >/dev/null
  container=$(buildah from scratch)
  buildah add --quiet "$container" artifacts/roots/bookworm.tar / >/dev/null # unpacks it
  buildah commit --quiet --rm "$container" "$base" >/dev/null
  echo "built $base"
fi

# A build sees its own folder plus the static runner, which is every image's ENTRYPOINT; nothing else of the checkout.
# Layers are kept, so a new runner alone takes seconds. Isolation by chroot needs no container runtime, so this works where buildah itself is all there is.
for file in containers/*/Containerfile; do
  [[ -f $file ]] || continue
  folder=$(dirname "$file")
  name=$(basename "$folder")
  context=artifacts/images/$name
  rm -rf "$context"
  mkdir -p "$context"
  cp -R "$folder/." "$context/"
  cp artifacts/bin/htcflow-runner-static "$context/htcflow-runner"
  buildah bud --quiet --layers --isolation chroot --build-arg "BASE=$base" --tag "localhost/htcflow-$name" "$context" >/dev/null
  echo "built localhost/htcflow-$name"
done
