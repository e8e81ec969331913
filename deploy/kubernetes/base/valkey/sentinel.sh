#!/bin/sh
# Starts one Sentinel of the three. What it learns it writes into its configuration, which is therefore kept in /data.
#   NAME  this Sentinel's own name      FIRST  the name of the first server      SERVICE  the name it watches under
#   PASSWORD  of servers and Sentinels
set -eu

conf=/data/sentinel.conf
if [ ! -s "$conf" ]; then
  cat >"$conf" <<CONF
port 26379
bind * -::*
dir /data
requirepass $PASSWORD
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $NAME
sentinel monitor $SERVICE $FIRST 6379 2
sentinel auth-pass $SERVICE $PASSWORD
sentinel down-after-milliseconds $SERVICE 3000
sentinel failover-timeout $SERVICE 10000
CONF
fi
exec valkey-server "$conf" --sentinel
