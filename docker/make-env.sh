#!/bin/sh
# Writes docker/.env with random secrets, unless it is there.
set -eu
cd "$(dirname "$0")"
[ -e .env ] && exit 0
umask 077
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
for name in HEADGATE_SECRET POSTGRES_PASSWORD HEADGATE_WEB_PASSWORD HEADGATE_WORKER_PASSWORD KAFKA_ADMIN_PASSWORD KAFKA_LOCAL_PASSWORD; do
  echo "$name=$(random)"
done > .env
echo "wrote docker/.env"
