#!/usr/bin/env bash
# Installs the Debian packages that the named groups of targets need, or names them and exits 3 where it may not.
# Looks for the commands and files themselves first, so a machine that has everything is left alone, network included.
set -euo pipefail
cd "$(dirname "$0")/.."

# group | command or file that must exist | Debian package that brings it
needs='
build  | gcc                                  | gcc
build  | make                                 | make
build  | /usr/include/stdio.h                 | libc6-dev
build  | /usr/lib/x86_64-linux-gnu/liblz4.a   | liblz4-dev
build  | /usr/lib/x86_64-linux-gnu/liblz4.so.1 | liblz4-1
build  | /usr/lib/x86_64-linux-gnu/libsqlite3.so.0 | libsqlite3-0
demo   | lz4                                  | lz4
demo   | gnuplot                              | gnuplot-nox
runner | clang                                | clang
runner | ld.lld                               | lld
runner | cmake                                | cmake
runner | /usr/lib/x86_64-linux-gnu/libssl.a   | libssl-dev
bench  | parallel                             | parallel
bench  | tini                                 | tini
bench  | snakemake                            | snakemake
bench  | rclone                               | rclone
bench  | aws                                  | awscli
aws | /usr/bin/aws                        | awscli
aws | /usr/lib/python3/dist-packages/botocore/data/batch | python3-botocore
aws | curl                                | curl
engines | radosgw                             | radosgw
engines | ceph-mon                            | ceph-mon
engines | ceph-osd                            | ceph-osd
engines | curl                                | curl
gridengine | /usr/sbin/sendmail                  | msmtp-mta
gridengine | /usr/lib/gridengine/sge_qmaster     | gridengine-master
gridengine | /usr/lib/gridengine/sge_execd       | gridengine-exec
gridengine | /usr/lib/gridengine/qsub            | gridengine-client
ssh | /usr/sbin/sshd                       | openssh-server
ssh | ssh                                  | openssh-client
slurm | /usr/sbin/munged                    | munge
slurm | /usr/sbin/slurmctld                 | slurmctld
slurm | /usr/sbin/slurmd                    | slurmd
slurm | sbatch                              | slurm-client
containers | podman                           | podman
containers | runc                             | runc
containers | debootstrap                      | debootstrap
containers | musl-gcc                         | musl-tools
containers | busybox                          | busybox-static
containers | /usr/bin/tini-static             | tini
containers | catatonit                        | catatonit
containers | socat                            | socat
containers | openssl                          | openssl
containers | curl                             | curl
containers | lz4                              | lz4
images | buildah                              | buildah
images | debootstrap                          | debootstrap
'

missing=()
while IFS='|' read -r group thing package; do
  group=${group// /} thing=${thing// /} package=${package// /}
  [[ -n $group && " $* " == *" $group "* ]] || continue
  if [[ $thing == /* ]]; then [[ -e $thing ]] && continue; else command -v "$thing" >/dev/null && continue; fi
  missing+=("$package")
done <<<"$needs"

if ((${#missing[@]} > 0)); then
  install="apt-get install -y --no-install-recommends ${missing[*]}"
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    echo "setup: missing ${missing[*]}; as root: $install" >&2
    exit 3
  fi
  echo "setup: $install"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  # Grid Engine's packages would make a cell of their own and start its daemons.
  if [[ " ${missing[*]} " == *" gridengine-"* ]]; then
    printf 'gridengine-%s shared/gridengineconfig boolean false\n' common client master exec | debconf-set-selections || true
  fi
  # Munge's, Slurm's and OpenSSH's packages would start their daemons.
  policy=/usr/sbin/policy-rc.d
  if [[ " ${missing[*]} " =~ \ (munge|slurm|openssh) && ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  if ! { apt-get update -qq && $install; } >"$log" 2>&1 </dev/null; then
    tail -20 "$log" >&2
    rm -f "$log"
    echo "setup: apt-get failed; see above" >&2
    exit 3
  fi
  rm -f "$log"
fi

wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  echo "setup: the .NET SDK $wanted (or a later patch of it) is not on the PATH; install it from https://dot.net" >&2
  exit 3
fi
