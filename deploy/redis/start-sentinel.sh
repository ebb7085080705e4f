#!/bin/sh
# Starts a sentinel that watches one primary; three of them decide by two.
#   REDIS_ADMIN_PASSWORD, REDIS_PRIMARY_HOST, REDIS_PRIMARY_PORT (6379)
#   SENTINEL_PORT (26379), SENTINEL_RUN_DIR (/tmp), SENTINEL_NAME (mymaster), SENTINEL_DOWN_AFTER_MS (2000)
set -eu
run=${SENTINEL_RUN_DIR:-/tmp}
port=${SENTINEL_PORT:-26379}
name=${SENTINEL_NAME:-mymaster}
umask 077

{
  echo "port $port"
  echo "dir $run"
  # Containers change addresses; names stay.
  echo "sentinel resolve-hostnames yes"
  echo "sentinel announce-hostnames yes"
  echo "sentinel monitor $name ${REDIS_PRIMARY_HOST:?} ${REDIS_PRIMARY_PORT:-6379} 2"
  echo "sentinel auth-pass $name ${REDIS_ADMIN_PASSWORD:?}"
  echo "sentinel down-after-milliseconds $name ${SENTINEL_DOWN_AFTER_MS:-2000}"
  echo "sentinel failover-timeout $name 10000"
} > "$run/sentinel-$port.conf"

exec redis-server "$run/sentinel-$port.conf" --sentinel
