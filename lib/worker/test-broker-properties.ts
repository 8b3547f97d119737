/** Where a broker listens: for clients, for brokers and whoever goes past the relays, and for controllers. */
export type BrokerPorts = { client: number; internal: number; controller: number };

type Node = {
  id: number;
  host: string;
  ports: BrokerPorts;
  /** The port that clients are told: that of the relay before it. */
  advertised: number;
  logs: string;
  controllers: readonly { id: number; port: number }[];
  adminPassword: string;
};

/** The `server.properties` of one node of a test's own cluster. */
export function brokerProperties({ id, host, ports, advertised, logs, controllers, adminPassword }: Node): string {
  const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="${adminPassword}";`;
  const listeners = (client: number) =>
    `CLIENT://${host}:${client},INTERNAL://${host}:${ports.internal},CONTROLLER://${host}:${ports.controller}`;
  const own = {
    "node.id": id,
    "controller.quorum.voters": controllers.map((one) => `${one.id}@${host}:${one.port}`).join(","),
    listeners: listeners(ports.client),
    "advertised.listeners": listeners(advertised),
    "listener.name.internal.scram-sha-512.sasl.jaas.config": login,
    "listener.name.client.scram-sha-512.sasl.jaas.config": login,
    "log.dirs": logs,
  };
  return Object.entries({ ...PROPERTIES, ...own })
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

const PROPERTIES = {
  "process.roles": "broker,controller",
  "controller.listener.names": "CONTROLLER",
  "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,CLIENT:SASL_PLAINTEXT,INTERNAL:SASL_PLAINTEXT",
  "inter.broker.listener.name": "INTERNAL",
  "sasl.enabled.mechanisms": "SCRAM-SHA-512",
  "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:admin;User:ANONYMOUS",
  "auto.create.topics.enable": "false",
  "offsets.topic.replication.factor": 1,
  "offsets.topic.num.partitions": 1,
  "transaction.state.log.replication.factor": 1,
  "transaction.state.log.min.isr": 1,
  "share.coordinator.state.topic.replication.factor": 1,
  "share.coordinator.state.topic.min.isr": 1,
  // As local/kafka.ts: early snapshots keep a restart from locking everybody out.
  "metadata.log.max.snapshot.interval.ms": 2_000,
  "log.segment.delete.delay.ms": 500,
  // A killed broker is given up, and let in again, after seconds.
  "broker.heartbeat.interval.ms": 300,
  "broker.session.timeout.ms": 2_000,
  "controller.quorum.election.timeout.ms": 500,
  "controller.quorum.fetch.timeout.ms": 1_000,
  "num.network.threads": 2,
  "num.io.threads": 2,
  "log.cleaner.threads": 1,
};
