#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lodges a declaration with nothing but bash and curl, waits for the first thing that happens to it, and prints how it stands.
#
#   lodge.sh [--window URL] [--client ID] [--secret SECRET] [FILE]
#
# Or by CBM_WINDOW, CBM_CLIENT and CBM_SECRET; what is not given is that of `dotnet run --project services/Local`.
# FILE is JSON, or WCO XML where its name ends in .xml; without one the show-case is lodged, under a number of its own.
# Ends with 0 when the declaration is lodged, 1 when it is refused (each error in a line: code, WCO pointer, what to do), 2 else.
set -euo pipefail

window=${CBM_WINDOW:-http://localhost:8080} client=${CBM_CLIENT:-demo-trader} secret=${CBM_SECRET:-single-window} file=
while [ $# -gt 0 ]; do
  case $1 in
    --window) window=$2; shift ;;
    --client) client=$2; shift ;;
    --secret) secret=$2; shift ;;
    *) file=$1 ;;
  esac
  shift
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A member's text in the JSON that the window writes, which is all in one line. A program of yours has a JSON reader.
member() { grep -o "\"$1\": *\"[^\"]*\"" "$2" | sed -n '1s/.*: *"\(.*\)"/\1/p'; }
header() { sed -n "s/^$1: *\([^[:cntrl:]]*\).*/\1/Ip" "$work/headers" | tail -n 1; }

# The window is asked again by curl itself where it says so (429, 503 with Retry-After). Secret and token come from files: what
# stands on a command line is seen by everybody on the machine.
ask() { curl -sS --retry 5 --retry-max-time 60 -o "$work/answer" -D "$work/headers" -w '%{http_code}' "$@" || { echo "$window does not answer." >&2; exit 2; }; }

printf %s "$secret" > "$work/secret"
status=$(ask "$window/connect/token" -d grant_type=client_credentials --data-urlencode "client_id=$client" --data-urlencode "client_secret@$work/secret")
[ "$status" = 200 ] || { echo "$client cannot sign in ($status)." >&2; exit 2; }
printf 'Authorization: Bearer %s' "$(member access_token "$work/answer")" > "$work/token"

if [ -z "$file" ]; then
  file=$work/show-case.json
  sed "s/SHOW-CASE-0001/CURL-$(date +%s)-$$/" "$(dirname "$0")/../show-case.json" > "$file"
fi
case $file in *.xml | *.XML) type=application/xml ;; *) type=application/json ;; esac
status=$(ask "$window/api/v1/declarations" -H "@$work/token" -H "Content-Type: $type" --data-binary "@$file")
case $status in
  200 | 201) ;;
  401 | 429 | 5??) echo "not answered: $status" >&2; exit 2 ;;
  *)
    echo "refused: $status $(member title "$work/answer")" >&2
    grep -oE '\{"code":"[^"]*"(,"(pointer|path|message)":"([^"\\]|\\.)*")*\}' "$work/answer" |
      sed -E 's/,"path":"([^"\\]|\\.)*"//; s/^\{"code":"//; s/","(pointer|message)":"/ /g; s/"\}$//; s/\\"/"/g' >&2 || true
    exit 1 ;;
esac
mrn=$(member mrn "$work/answer")
echo "MRN $mrn"

# Its ETag changes with everything that happens to it.
lodged=$(header ETag)
for _ in $(seq 30); do
  status=$(ask "$window/api/v1/declarations/$mrn" -H "@$work/token")
  [ "$status" = 200 ] || { echo "not answered: $status" >&2; exit 2; }
  [ "$(header ETag)" = "$lodged" ] || break
  sleep 1
done
echo "state $(member state "$work/answer")"
