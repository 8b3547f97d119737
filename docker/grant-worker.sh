#!/usr/bin/env bash
# Gives the worker's user what local/kafka.ts gives it: reconciling needs it, and Read on topics is for samples of their records.
set -euo pipefail
KAFKA_HOME=${KAFKA_HOME:-/opt/kafka}
umask 077
cat > /tmp/admin.properties <<PROPERTIES
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="$KAFKA_ADMIN_PASSWORD";
PROPERTIES

grant() {
  "$KAFKA_HOME/bin/kafka-acls.sh" --bootstrap-server "${KAFKA_BOOTSTRAP:-kafka:9092}" --command-config /tmp/admin.properties \
    --add --allow-principal User:headgate "$@"
}
grant --cluster --operation Alter --operation Describe --operation AlterConfigs --operation DescribeConfigs --operation Create
grant --topic '*' --operation Create --operation Delete --operation Alter --operation Describe --operation AlterConfigs --operation DescribeConfigs --operation Read
grant --group '*' --operation Describe --operation Read
