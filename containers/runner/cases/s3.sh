# The store of these cases is a real S3 server on loopback (tests/engines), which containers reach in the host's network: in plain HTTP,
# and through a front that speaks TLS with a certificate of an authority made here. Sourced by test.sh.

# A gateway that somebody has started and named (`. STATE_DIR/env`) is used if it answers; one that is started here ends with this script.
s3_up() {
  [[ -n ${S3_ENDPOINT:-} ]] && curl -s --noproxy '*' -o "$work/s3.log" --max-time 5 "$S3_ENDPOINT/" && return
  S3_OWNER=$$ tests/engines/s3-up.sh "$work/s3" >"$work/s3.env" 2>"$work/s3.log" || return
  # shellcheck source=/dev/null
  . "$work/s3.env"
}

# The gateway wants the hash of the body in a header; every request here has an empty one.
s3() { # options of curl, then path below the endpoint
  curl -sSf --noproxy '*' --max-time 60 --aws-sigv4 "aws:amz:us-east-1:s3" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
    -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d ' ' -f 1)" "${@:1:$#-1}" "$S3_ENDPOINT/${*: -1}"
}

authority() { # name: an authority's certificate in name/ca-certificates.crt, and by its side one for this machine with its key
  local at=$work/$1 key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  mkdir -p "$at"
  openssl req -x509 "${key[@]}" -days 2 -subj "/CN=$1" -keyout "$at/ca.key" -out "$at/ca-certificates.crt" \
    -addext keyUsage=critical,keyCertSign &&
    openssl req "${key[@]}" -subj /CN=localhost -keyout "$at/server.pem" -out "$at/server.csr" &&
    openssl x509 -req -in "$at/server.csr" -CA "$at/ca-certificates.crt" -CAkey "$at/ca.key" -CAcreateserial -days 2 \
      -extfile <(echo subjectAltName=DNS:localhost) >>"$at/server.pem"
} 2>>"$work/openssl.log"

tls_up() {
  local port=
  authority ours && authority strange || return
  # Its own group, so that connections end with it.
  setsid socat -d -d "OPENSSL-LISTEN:0,bind=127.0.0.1,fork,cert=$work/ours/server.pem,verify=0" "TCP:${S3_ENDPOINT#http://}" \
    >"$work/socat.log" 2>&1 </dev/null &
  front=$!
  until port=$(sed -n 's/.* listening on .*:\([0-9]*\)$/\1/p' "$work/socat.log") && [[ -n $port ]]; do
    kill -0 "$front" || return
    sleep 0.05
  done
  tls=https://localhost:$port
}

s3_failed() {
  cat "$work"/{s3,openssl,socat}.log
  return 1
}

s3_options=(--env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY --env AWS_EC2_METADATA_DISABLED=true
  --tmpfs /scratch:mode=1777 --env HTCFLOW_SCRATCH=/scratch)

# A task that fails once and is finished from its checkpoint, by two containers that share nothing but the bucket.
end_to_end_s3() { # root user endpoint options...
  local root=$1 user=$2 endpoint=$3 network=host prefix
  shift 3
  prefix=$((++prefixes))
  local options=(--user "$user" "${s3_options[@]}" "$@") task=$bucket/$prefix/trial/t/00/run/0
  local line=(/htcflow-runner --store "s3://$bucket/$prefix?endpoint=$endpoint" --name trial --output out.dat --checkpoint state -- /task)
  gives 9 run "$root" "${options[@]}" -- "${line[@]}" && gives 0 run "$root" "${options[@]}" -- "${line[@]}" || return
  [[ -n $(s3 "$task/accepted.json") && $(s3 "$task/a2/out.dat.lz4" | lz4 -dc) == whole ]] &&
    [[ $(s3 "$task/a2/.htcflow/stdout.lz4" | lz4 -dc) == "uid ${user%%:*}" ]]
}

# The runner says in one line what is the matter and what to do; the command does not start.
refused() { # text endpoint root user options...
  local text=$1 endpoint=$2 root=$3 user=$4 network=host
  shift 4
  gives 74 run "$root" --user "$user" "${s3_options[@]}" "$@" -- \
    /htcflow-runner --store "s3://$bucket/refused?endpoint=$endpoint" --output out.dat -- /task >"$work/refused" 2>&1 || { cat "$work/refused"; return 1; }
  cat "$work/refused"
  [[ $(wc -l <"$work/refused") == 1 && $(<"$work/refused") == "htcflow-runner: list objects "*"$text"* ]]
}

trusted() { # options...
  local network=host
  gives 0 run empty "${s3_options[@]}" "$@" -- /htcflow-runner check --store "s3://$bucket/check?endpoint=$tls"
}

bucket=boxes-$$-$SRANDOM # a gateway that somebody else has started may have seen this script before
status=0
s3_up || status=$?
if ((status == 3)); then
  skip "S3" "engine: $(tail -1 "$work/s3.log")"
elif ((status != 0)) || ! s3 -X PUT "$bucket" || ! tls_up; then
  check "S3: the gateway, and a front that speaks TLS" s3_failed
else
  prefixes=0
  for root in empty musl "${suites[@]}"; do
    check "$root: S3 as user 0" end_to_end_s3 "$root" 0:0 "$S3_ENDPOINT"
    check "$root: S3, read-only as user 1000" end_to_end_s3 "$root" 1000:1000 "$S3_ENDPOINT" --read-only
    check "$root: S3 through TLS without files of authorities" \
      refused "is not trusted (PartialChain); no file of certificates was found here; install ca-certificates" "$tls" "$root" 0:0
    check "$root: S3 through TLS, read-only as user 1000" \
      end_to_end_s3 "$root" 1000:1000 "$tls" --read-only --volume "$work/ours:/etc/ssl/certs:ro"
  done
  check "empty: S3 through TLS as user 0" end_to_end_s3 empty 0:0 "$tls" --volume "$work/ours:/etc/ssl/certs:ro"
  check "empty: authorities where Fedora has them" trusted --volume "$work/ours/ca-certificates.crt:/etc/pki/tls/certs/ca-bundle.crt:ro"
  for variable in SSL_CERT_FILE AWS_CA_BUNDLE; do
    check "empty: authorities named by $variable" trusted --volume "$work/ours:/own:ro" --env "$variable=/own/ca-certificates.crt"
  done
  check "empty: a certificate of a strange authority, as user 1000" \
    refused "is not trusted (PartialChain); certificates were taken from /etc/ssl/certs/ca-certificates.crt" "$tls" empty 1000:1000 \
    --volume "$work/strange:/etc/ssl/certs:ro"
  check "empty: a certificate for another name" refused "is for another name (RemoteCertificateNameMismatch)" "${tls/localhost/127.0.0.1}" empty 0:0 \
    --volume "$work/ours:/etc/ssl/certs:ro"
  check "empty: a server that does not speak TLS" refused "does not speak TLS; write http://" "${S3_ENDPOINT/http:/https:}" empty 0:0
fi
