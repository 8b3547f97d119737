#!/bin/sh
# Writes docker/.env with random secrets, unless it is there. Needs openssl.
set -eu
cd "$(dirname "$0")"
[ -e .env ] && exit 0
umask 077
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
for name in HEADGATE_SECRET POSTGRES_PASSWORD HEADGATE_WEB_PASSWORD HEADGATE_WORKER_PASSWORD KAFKA_ADMIN_PASSWORD KAFKA_LOCAL_PASSWORD; do
  echo "$name=$(random)"
done > .env.new

# The pair that credentials are sealed with: both keys are the last 32 bytes of their DER, in base64url.
key=$(mktemp)
trap 'rm -f "$key"' EXIT
openssl genpkey -algorithm X25519 -out "$key"
raw() { tail -c 32 | openssl base64 -A | tr '+/' '-_' | tr -d '='; }
echo "CREDENTIAL_PRIVATE_KEY=$(openssl pkey -in "$key" -outform DER | raw)" >> .env.new
echo "CREDENTIAL_PUBLIC_KEY=$(openssl pkey -in "$key" -pubout -outform DER | raw)" >> .env.new
mv .env.new .env
echo "wrote docker/.env"
