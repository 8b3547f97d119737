#!/usr/bin/env bash
# Starts a one-node broker with SCRAM users `admin` and `headgate`, which the image's own entry point cannot make. The settings
# are those of local/kafka.ts, with a second SASL listener for clients outside of Docker.
set -euo pipefail
KAFKA_HOME=${KAFKA_HOME:-/opt/kafka}
DATA=${KAFKA_DATA:-/var/lib/kafka/data}
PROPERTIES=${KAFKA_PROPERTIES:-/tmp/server.properties}
login='org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="'$KAFKA_ADMIN_PASSWORD'";'

umask 077
cat > "$PROPERTIES" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:9093
listeners=INSIDE://0.0.0.0:9092,OUTSIDE://0.0.0.0:19092,CONTROLLER://127.0.0.1:9093
advertised.listeners=INSIDE://${KAFKA_INSIDE:-kafka}:9092,OUTSIDE://127.0.0.1:19092,CONTROLLER://127.0.0.1:9093
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,INSIDE:SASL_PLAINTEXT,OUTSIDE:SASL_PLAINTEXT
inter.broker.listener.name=INSIDE
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.inside.scram-sha-512.sasl.jaas.config=$login
listener.name.outside.scram-sha-512.sasl.jaas.config=$login
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:admin;User:ANONYMOUS
auto.create.topics.enable=false
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
metadata.log.max.snapshot.interval.ms=2000
log.dirs=$DATA
PROPERTIES

# Its output holds the users' keys.
"$KAFKA_HOME/bin/kafka-storage.sh" format --ignore-formatted --standalone -t hG1ngW6ySxCeGAmrp4xQlw -c "$PROPERTIES" \
  --add-scram "SCRAM-SHA-512=[name=admin,password=$KAFKA_ADMIN_PASSWORD]" \
  --add-scram "SCRAM-SHA-512=[name=headgate,password=$KAFKA_LOCAL_PASSWORD]" > /dev/null
exec "$KAFKA_HOME/bin/kafka-server-start.sh" "$PROPERTIES"
