#!/usr/bin/env bash
# Makes the registry's own database and the role that owns it, unless they are there; the role's password is always the one in .env.
set -euo pipefail
export PGPASSWORD=$POSTGRES_PASSWORD
psql --quiet --set ON_ERROR_STOP=1 --set password="$REGISTRY_DATABASE_PASSWORD" \
  --host "${POSTGRES_HOST:-postgres}" --port "${POSTGRES_PORT:-5432}" --username "${POSTGRES_USER:-headgate_owner}" --dbname "${POSTGRES_DATABASE:-headgate}" <<'SQL'
SELECT 'CREATE ROLE registry LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'registry') \gexec
ALTER ROLE registry PASSWORD :'password';
-- Only a member of a role may make it the owner of something.
GRANT registry TO CURRENT_USER;
SELECT 'CREATE DATABASE registry OWNER registry' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'registry') \gexec
SQL
