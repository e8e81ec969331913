#!/bin/sh
# Starts one Valkey server of the three. It follows whoever the Sentinels call the primary; when no Sentinel knows one
# yet (the very first start), the first server is it. Its name must not change: Sentinels and clients use names.
#   NAME  this server's own name, as the others reach it        FIRST  the name of the first server
#   SENTINELS  names of the Sentinels                           SERVICE  the name they watch under
#   PASSWORD  of servers and Sentinels
set -eu

primary=
for sentinel in $SENTINELS; do
  primary=$(timeout 3 valkey-cli -h "$sentinel" -p 26379 -a "$PASSWORD" --no-auth-warning \
    sentinel get-master-addr-by-name "$SERVICE" 2>/dev/null | head -n 1) || primary=
  case $primary in "" | *ERR* | *NOAUTH* | *[!A-Za-z0-9._-]*) primary= ;; *) break ;; esac
done
[ -n "$primary" ] || primary=$FIRST

set -- --port 6379 --bind '* -::*' --dir /data \
  --requirepass "$PASSWORD" --masterauth "$PASSWORD" --replica-announce-ip "$NAME" \
  --appendonly yes --appendfsync always --save '' --maxmemory-policy noeviction \
  --min-replicas-to-write 1 --min-replicas-max-lag 5 --repl-diskless-sync-delay 0
[ "$primary" = "$NAME" ] || set -- "$@" --replicaof "$primary 6379"
exec valkey-server "$@"
