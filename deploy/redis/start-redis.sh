#!/bin/sh
# Starts Redis with the users of gateway.acl and publisher.acl, their passwords taken from the environment:
#   L0_GATEWAY_PASSWORD, L0_PUBLISHER_PASSWORD, REDIS_ADMIN_PASSWORD (letters, digits, "_" and "-")
#   REDIS_PORT (6379), REDIS_RUN_DIR (/tmp), REDIS_ANNOUNCE_HOST (its name for others),
#   REDIS_PRIMARY_HOST, REDIS_PRIMARY_PORT (6379): set on replicas
set -eu
here=$(cd "$(dirname "$0")" && pwd)
run=${REDIS_RUN_DIR:-/tmp}
port=${REDIS_PORT:-6379}
umask 077

for password in "${L0_GATEWAY_PASSWORD:?}" "${L0_PUBLISHER_PASSWORD:?}" "${REDIS_ADMIN_PASSWORD:?}"; do
  case "$password" in
    *[!A-Za-z0-9_-]*) echo "Passwords may hold letters, digits, _ and - only." >&2; exit 2 ;;
  esac
done

# Redis takes no comments in this file.
{
  sed -e '/^#/d' -e "s/change-me-gateway/$L0_GATEWAY_PASSWORD/" "$here/gateway.acl"
  sed -e '/^#/d' -e "s/change-me-publisher/$L0_PUBLISHER_PASSWORD/" "$here/publisher.acl"
  echo "user default on >$REDIS_ADMIN_PASSWORD ~* &* +@all"
} > "$run/users-$port.acl"

{
  echo "port $port"
  echo "dir $run"
  echo "aclfile $run/users-$port.acl"
  echo "masterauth $REDIS_ADMIN_PASSWORD"
  # Postgres is the source: what is lost here is written again. Evicting answers in silence is worse than refusing.
  echo 'save ""'
  echo "appendonly no"
  echo "maxmemory-policy noeviction"
  [ -z "${REDIS_ANNOUNCE_HOST:-}" ] || printf 'replica-announce-ip %s\n' "$REDIS_ANNOUNCE_HOST"
  [ -z "${REDIS_PRIMARY_HOST:-}" ] || printf 'replicaof %s %s\n' "$REDIS_PRIMARY_HOST" "${REDIS_PRIMARY_PORT:-6379}"
} > "$run/redis-$port.conf"

exec redis-server "$run/redis-$port.conf"
