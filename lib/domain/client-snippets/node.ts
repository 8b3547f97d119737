import type { ClientConnection, ClientSettings } from "../client-settings.ts";
import type { ClientSnippet } from "./client-snippet.ts";
import { literal } from "./literal.ts";

/** For kafkajs 2, as ES modules. */
export function nodeSnippets(settings: ClientSettings): ClientSnippet[] {
  const { consume, produce } = settings;
  const frame = { tool: "node", needs: "npm install kafkajs" } as const;
  const snippets: ClientSnippet[] = [];
  if (consume) {
    const text = program(settings, consumerOf(consume));
    snippets.push({ ...frame, operation: "consume", fileName: "consume.mjs", text });
  }
  if (produce) {
    const text = program(settings, producerOf(produce));
    snippets.push({ ...frame, operation: "produce", fileName: "produce.mjs", text });
  }
  return snippets;
}

function program(settings: ClientSettings, body: string): string {
  const { bootstrapServers, principal } = settings;
  const brokers = bootstrapServers.split(",").map((server) => literal(server.trim()));
  const security = nodeSecurity(settings);
  return `${security.imports}import { Kafka } from "kafkajs";

const kafka = new Kafka({
  clientId: ${literal(principal)},
  brokers: [${brokers.join(", ")}],
${security.fields}});

${body}`;
}

/** How a client reaches the cluster, as fields of kafkajs' configuration and what they import. */
export function nodeSecurity({ securityProtocol, saslMechanism, principal }: ClientConnection) {
  const isTls = securityProtocol.endsWith("SSL");
  if (saslMechanism) {
    const sasl = `{ mechanism: ${literal(saslMechanism.toLowerCase())}, username: ${literal(principal)}, password: process.env.KAFKA_PASSWORD }`;
    return { imports: "", fields: `  ssl: ${isTls},\n  sasl: ${sasl},\n` };
  }
  if (!isTls) return { imports: "", fields: "  ssl: false,\n" };
  const file = (variable: string) => `readFileSync(process.env.${variable}, "utf8")`;
  return {
    imports: `import { readFileSync } from "node:fs";\n`,
    fields: `  ssl: { cert: ${file("KAFKA_CERTIFICATE")}, key: ${file("KAFKA_KEY")} },\n`,
  };
}

function consumerOf({ topic, group }: NonNullable<ClientSettings["consume"]>): string {
  return `const consumer = kafka.consumer({ groupId: ${literal(group)} });
process.once("SIGINT", () => consumer.disconnect());
process.once("SIGTERM", () => consumer.disconnect());

await consumer.connect();
await consumer.subscribe({ topic: ${literal(topic)}, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    console.log(partition, message.offset, message.key?.toString() ?? null, message.value?.toString() ?? null);
  },
});
`;
}

function producerOf({ topic, transactionalId }: NonNullable<ClientSettings["produce"]>): string {
  const record = `{ topic: ${literal(topic)}, messages: [{ key: "some-key", value: "hello" }] }`;
  if (transactionalId === null) {
    return `const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();
await producer.send(${record});
await producer.disconnect();
console.log("sent");
`;
  }
  return `const producer = kafka.producer({
  allowAutoTopicCreation: false,
  idempotent: true,
  maxInFlightRequests: 1,
  transactionalId: ${literal(transactionalId)},
});
await producer.connect();
const transaction = await producer.transaction();
await transaction.send(${record});
await transaction.commit();
await producer.disconnect();
console.log("sent");
`;
}
