#!/bin/sh
# Writes docker/.env with random secrets; those that are there stay. Needs openssl.
set -eu
cd "$(dirname "$0")"
umask 077
touch .env
has() { grep -q "^$1=" .env; }
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
for name in HEADGATE_SECRET POSTGRES_PASSWORD HEADGATE_WEB_PASSWORD HEADGATE_WORKER_PASSWORD KAFKA_ADMIN_PASSWORD KAFKA_LOCAL_PASSWORD REGISTRY_DATABASE_PASSWORD; do
  has "$name" || echo "$name=$(random)" >> .env
done

# The pair that credentials are sealed with: both keys are the last 32 bytes of their DER, in base64url.
has CREDENTIAL_PRIVATE_KEY && exit 0
key=$(mktemp)
trap 'rm -f "$key"' EXIT
openssl genpkey -algorithm X25519 -out "$key"
raw() { tail -c 32 | openssl base64 -A | tr '+/' '-_' | tr -d '='; }
private=$(openssl pkey -in "$key" -outform DER | raw)
public=$(openssl pkey -in "$key" -pubout -outform DER | raw)
printf 'CREDENTIAL_PRIVATE_KEY=%s\nCREDENTIAL_PUBLIC_KEY=%s\n' "$private" "$public" >> .env
echo "wrote docker/.env"
