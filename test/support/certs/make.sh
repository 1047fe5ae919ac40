#!/bin/sh
# Makes the certificates of the transport's tests anew: an authority, a server for this machine, a client. Valid from 2024 to 2074.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/index.txt"
echo 01 > "$work/serial"
cat > "$work/openssl.cnf" <<CONFIG
[ca]
default_ca = tests
[tests]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = any
default_startdate = 20240101000000Z
default_enddate = 20740101000000Z
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[server]
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
[client]
extendedKeyUsage = clientAuth
authorityKeyIdentifier = keyid
CONFIG

key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }
sign() { openssl ca -batch -notext -config "$work/openssl.cnf" -startdate 20240101000000Z -enddate 20740101000000Z "$@"; }

key "$work/ca.key"
openssl req -new -key "$work/ca.key" -subj '/CN=Authority of the tests' -out "$work/ca.csr"
sign -selfsign -keyfile "$work/ca.key" -extensions authority -in "$work/ca.csr" -out ca.pem
for name in server client; do
  key "$name.key"
  openssl req -new -key "$name.key" -subj "/CN=$name of the tests" -out "$work/$name.csr"
  sign -keyfile "$work/ca.key" -cert ca.pem -extensions "$name" -in "$work/$name.csr" -out "$name.pem"
done
chmod 644 ./*.key
