import type { ClientSnippet } from "./client-snippet.ts";
import { literal } from "./literal.ts";
import { nodeSecurity } from "./node.ts";
import type { SubjectUse } from "./subject-use.ts";

/** For kafkajs 2 with @kafkajs/confluent-schema-registry, as ES modules. Neither program registers a schema: that is asked for. */
export function subjectNodeSnippets(use: SubjectUse): ClientSnippet[] {
  const frame = { tool: "node", needs: "npm install kafkajs @kafkajs/confluent-schema-registry" } as const;
  return [
    { ...frame, operation: "consume", fileName: "consume-with-schema.mjs", text: program(use, consumerOf(use)) },
    { ...frame, operation: "produce", fileName: "produce-with-schema.mjs", text: program(use, producerOf(use)) },
  ];
}

function program({ settings, registryUrl }: SubjectUse, body: string): string {
  const brokers = settings.bootstrapServers.split(",").map((server) => literal(server.trim()));
  const security = nodeSecurity(settings);
  return `${security.imports}import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { Kafka } from "kafkajs";

const registry = new SchemaRegistry({ host: ${literal(registryUrl)} });
const kafka = new Kafka({
  clientId: ${literal(settings.principal)},
  brokers: [${brokers.join(", ")}],
${security.fields}});

${body}`;
}

/** Each record says by its first bytes which schema it was written with. */
function consumerOf({ topic, part }: SubjectUse): string {
  const read = (one: string) =>
    one === part ? `message.${one} && (await registry.decode(message.${one}))` : `message.${one}?.toString() ?? null`;
  return `const consumer = kafka.consumer({ groupId: "your-group" });
await consumer.connect();
await consumer.subscribe({ topic: ${literal(topic)}, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    const key = ${read("key")};
    const value = ${read("value")};
    console.log(message.offset, key, value);
  },
});
`;
}

function producerOf({ topic, subject, part }: SubjectUse): string {
  const message = part === "key" ? `{ key: encoded, value: "hello" }` : `{ key: "some-key", value: encoded }`;
  return `const id = await registry.getLatestSchemaId(${literal(subject)});
const encoded = await registry.encode(id, {
  // what the schema describes
});

const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();
await producer.send({ topic: ${literal(topic)}, messages: [${message}] });
await producer.disconnect();
`;
}
