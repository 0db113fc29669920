#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes an authority of the window's own, and by it the certificate that Identity shows:
#   compose/certificates.sh [FOLDER [NAME…]]      .certificates; names that Identity is asked by, beside its own
# The gateway passes on what the trader typed, so the public host name is one of them. Existing files stay: a renewal is `rm tls.*` first.
set -eu
folder="${1:-.certificates}"
[ $# -gt 0 ] && shift
umask 077
mkdir -p "$folder"
cd "$folder"
[ -f ca.key ] || openssl req -x509 -newkey rsa:3072 -nodes -days 1825 -keyout ca.key -out ca.crt -subj "/CN=Single Window internal authority" \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
if [ ! -f tls.crt ]; then
  names="DNS:localhost,DNS:identity,DNS:cbm-identity"
  for name in "$@"; do names="$names,DNS:$name"; done
  openssl req -newkey rsa:3072 -nodes -keyout tls.key -out tls.csr -subj "/CN=identity" 2>/dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$names" > names
  openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 397 -extfile names -out tls.crt 2>/dev/null
  rm tls.csr names
fi
# In a container others than their owner read them (user 1654): the folder is the owner's alone on this machine.
mkdir -p authority
cp ca.crt authority/ca.crt
chmod 644 tls.key tls.crt authority/ca.crt
chmod 755 authority
