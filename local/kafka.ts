import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answering } from "./answering.ts";
import { clearMarks, isMarked, setMark } from "./data-folder.ts";
import { answersApiVersions } from "./kafka-probe.ts";
import { LOOPBACK } from "./ports.ts";
import type { PartSpec, ProcessGroup } from "./process-group.ts";
import { DAMAGED_DATA, Refusal } from "./refusal.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** What the broker is started with. */
export interface Kafka {
  java: string;
  /** Folder of the fetched jars. */
  jars: string;
}

export function bootstrapServers(settings: Settings): string {
  return `${LOOPBACK}:${settings.ports.kafka}`;
}

/**
 * Starts the broker on the data folder, formatting it first where that was never carried through.
 *
 * @throws Refusal with the end of its log when it does not answer
 */
export async function startKafka(
  group: ProcessGroup,
  settings: Settings,
  secrets: Secrets,
  kafka: Kafka,
): Promise<void> {
  writeProperties(settings, secrets);
  if (!isMarked(settings.data, "kafka")) await format(group, settings, secrets, kafka);

  const part = group.start({
    ...javaTool(kafka, "kafka.Kafka", [propertiesFile(settings)], ["-Xms256m", "-Xmx1g", log4j(settings)]),
    name: "kafka",
    advice: DAMAGED_DATA,
    stopStage: 2,
    stopWithinMs: 4_500,
  });
  await answering(part, async () =>
    (await answersApiVersions(LOOPBACK, settings.ports.kafka)) ? undefined : "no answer",
  );
  if (!isMarked(settings.data, "kafka-rights-2")) await giveAccess(group, settings, kafka);
}

/** A Java program from Kafka's jars, as a part's command. */
export function javaTool(
  kafka: Kafka,
  program: string,
  args: string[],
  options: string[],
): Pick<PartSpec, "command" | "args"> {
  return { command: kafka.java, args: [...options, "-cp", join(kafka.jars, "*"), program, ...args] };
}

async function format(group: ProcessGroup, settings: Settings, secrets: Secrets, kafka: Kafka): Promise<void> {
  clearMarks(settings.data, "kafka", "kafka-rights-2");
  rmSync(join(settings.data, "kafka"), { recursive: true, force: true });
  mkdirSync(join(settings.data, "kafka"), { recursive: true });

  // Kafka writes its ids as 22 characters of URL-safe base64; one that begins with "-" would be read as an option.
  const clusterId = `h${randomBytes(16).toString("base64url").slice(1)}`;
  const user = (name: string, password: string) => ["--add-scram", `SCRAM-SHA-512=[name=${name},password=${password}]`];
  const args = ["format", "-t", clusterId, "-c", propertiesFile(settings), "--standalone"];
  const { code, output } = await group.run({
    ...javaTool(
      kafka,
      "kafka.tools.StorageTool",
      [...args, ...user("admin", secrets.kafkaAdmin), ...user("headgate", secrets.kafkaWorker)],
      ["-Xmx256m", "-XX:TieredStopAtLevel=1"],
    ),
    name: "kafka-format",
    stopStage: 0,
    stopWithinMs: 1_000,
  });
  if (code !== 0) throw new Refusal(`Kafka's folder could not be formatted:\n${output.trim()}`);
  setMark(settings.data, "kafka", clusterId);
}

/**
 * Gives the worker's own user what it needs, and no right to write to a topic: it is no super user. ALTER on the cluster covers ACLs and
 * SCRAM credentials, ALTER_CONFIGS the client quotas, DESCRIBE sizes on disk and the newest record's time; READ on topics is for
 * samples, and with READ on groups for setting back what an empty group has read.
 */
async function giveAccess(group: ProcessGroup, settings: Settings, kafka: Kafka): Promise<void> {
  const grants: [string[], string[]][] = [
    [["--cluster"], ["Alter", "Describe", "AlterConfigs", "DescribeConfigs", "Create"]],
    [
      ["--topic", "*"],
      ["Create", "Delete", "Alter", "Describe", "AlterConfigs", "DescribeConfigs", "Read"],
    ],
    [
      ["--group", "*"],
      ["Describe", "Read"],
    ],
  ];
  await Promise.all(
    grants.map(([resource, operations], index) => grant(group, settings, kafka, index, resource, operations)),
  );
  setMark(settings.data, "kafka-rights-2");
}

async function grant(
  group: ProcessGroup,
  settings: Settings,
  kafka: Kafka,
  index: number,
  resource: string[],
  operations: string[],
): Promise<void> {
  const { code, output } = await group.run({
    ...javaTool(
      kafka,
      "org.apache.kafka.tools.AclCommand",
      [
        ...["--bootstrap-server", bootstrapServers(settings), "--command-config", adminFile(settings)],
        ...[
          "--add",
          "--allow-principal",
          "User:headgate",
          ...operations.flatMap((name) => ["--operation", name]),
          ...resource,
        ],
      ],
      ["-Xmx256m", "-XX:TieredStopAtLevel=1"],
    ),
    name: `kafka-access-${index}`,
    stopStage: 0,
    stopWithinMs: 1_000,
  });
  if (code !== 0) throw new Refusal(`The worker's rights on Kafka could not be set:\n${output.trim()}`);
}

function writeProperties(settings: Settings, secrets: Secrets): void {
  const { kafka, kafkaController } = settings.ports;
  const login = (user: string, password: string) =>
    `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`;
  const listeners = `SASL_PLAINTEXT://${LOOPBACK}:${kafka},CONTROLLER://${LOOPBACK}:${kafkaController}`;
  writeSecret(propertiesFile(settings), {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.bootstrap.servers": `${LOOPBACK}:${kafkaController}`,
    listeners,
    "advertised.listeners": listeners,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
    "inter.broker.listener.name": "SASL_PLAINTEXT",
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
    "listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config": login("admin", secrets.kafkaAdmin),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    // ANONYMOUS is who comes in by the controller's loopback listener: the broker itself. Clients have no plaintext listener.
    "super.users": "User:admin;User:ANONYMOUS",
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    // Without an early snapshot Kafka 4.3.1 can lock everybody out when it restarts soon after a SCRAM user was deleted.
    "metadata.log.max.snapshot.interval.ms": "2000",
    // Deleted partitions keep their file descriptors this long; at the default of a minute bulk tests exhaust them.
    "log.segment.delete.delay.ms": "500",
    // Kafka waits 3 s for further members of a new group; on a laptop none comes, and each consumer of a test would wait.
    "group.initial.rebalance.delay.ms": "0",
    "log.dirs": join(settings.data, "kafka"),
  });
  writeSecret(adminFile(settings), {
    "security.protocol": "SASL_PLAINTEXT",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.jaas.config": login("admin", secrets.kafkaAdmin),
  });
}

function writeSecret(path: string, properties: Record<string, string>): void {
  // In a properties file a backslash escapes; only paths of Windows hold one.
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value.replaceAll("\\", "\\\\")}\n`);
  writeFileSync(path, lines.join(""), { mode: 0o600 });
  chmodSync(path, 0o600);
}

function log4j(settings: Settings): string {
  return `-Dlog4j2.configurationFile=${join(settings.root, "local", "kafka", "log4j2.properties")}`;
}

function propertiesFile(settings: Settings): string {
  return join(settings.data, "kafka.properties");
}

function adminFile(settings: Settings): string {
  return join(settings.data, "kafka-admin.properties");
}
