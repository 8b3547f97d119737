import type { SchemaType } from "#lib/domain/schema";
import { asyncApiSchemas, schemaKey } from "./async-api-schemas.ts";
import { asyncApiSecuritySchemes, asyncApiServers, serversOf } from "./async-api-servers.ts";
import type { ExportedSchema, ExportedSubject, ExportedTopic, ExportFacts } from "./export-facts.ts";

export type AsyncApiInfo = {
  title: string;
  version: string;
  description: string;
  contact: { name: string; mail: string } | null;
  tags: readonly string[];
};

const CONTENT_TYPES: { readonly [Type in SchemaType]: string } = {
  AVRO: "application/vnd.apache.avro",
  JSON: "application/json",
  PROTOBUF: "application/x-protobuf",
};
/** Of the Kafka bindings. (https://github.com/asyncapi/bindings/tree/master/kafka) */
const BINDING_VERSION = "0.5.0";

/**
 * Topics as an AsyncAPI 3.0 document of the application that writes them: a channel each, with its messages by the latest schemas.
 * (https://www.asyncapi.com/docs/reference/specification/v3.0.0)
 */
export function asyncApiDocument(info: AsyncApiInfo, facts: ExportFacts): Record<string, unknown> {
  const schemas = asyncApiSchemas(facts.schemas);
  const clusters = [...new Map(facts.topics.map(({ cluster }) => [cluster.slug, cluster])).values()];
  const described = facts.topics.map((topic) => ({
    key: channelKey(topic),
    topic,
    messages: messagesOf(topic, facts, schemas),
  }));
  return {
    asyncapi: "3.0.0",
    info: infoOf(info),
    servers: asyncApiServers(clusters),
    channels: Object.fromEntries(
      described.map(({ key, topic, messages }) => [key, channelOf(topic, Object.keys(messages))]),
    ),
    operations: Object.fromEntries(
      described.map(({ key }) => [`send-${key}`, { action: "send", channel: { $ref: `#/channels/${key}` } }]),
    ),
    components: {
      securitySchemes: asyncApiSecuritySchemes(clusters),
      messages: Object.assign({}, ...described.map(({ messages }) => messages)),
      schemas,
    },
  };
}

function infoOf({ title, version, description, contact, tags }: AsyncApiInfo) {
  const mail = contact && isMail(contact.mail) ? { email: contact.mail } : {};
  return {
    ...{ title, version },
    ...(description === "" ? {} : { description }),
    ...(contact ? { contact: { name: contact.name, ...mail } } : {}),
    ...(tags.length === 0 ? {} : { tags: tags.map((name) => ({ name })) }),
  };
}

/** AsyncAPI wants an address; people may have written anything. */
function isMail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

function channelKey({ cluster, name }: ExportedTopic): string {
  return `${cluster.slug}.${name}`;
}

function channelOf(topic: ExportedTopic, messages: readonly string[]) {
  const { name, description, docs, classification, tags, ending } = topic;
  const text = [description, docs].filter((part) => part !== "").join("\n\n");
  return {
    address: name,
    title: name,
    ...(text === "" ? {} : { description: text }),
    servers: serversOf(topic.cluster),
    ...(tags.length === 0 ? {} : { tags: tags.map((tag) => ({ name: tag })) }),
    messages: Object.fromEntries(messages.map((key) => [key, { $ref: `#/components/messages/${key}` }])),
    bindings: { kafka: topicBinding(topic) },
    ...(classification ? { "x-classification": classification } : {}),
    ...(topic.retentionMs ? { "x-service-levels": { retentionMs: topic.retentionMs } } : {}),
    ...(ending ? { "x-ending": ending } : {}),
  };
}

/** What the binding knows of a topic's settings; it allows no others. */
function topicBinding({ name, partitions, replicationFactor, config }: ExportedTopic) {
  const numbers = ["retention.ms", "retention.bytes", "delete.retention.ms", "max.message.bytes"]
    .map((key) => [key, Number(config[key] ?? Number.NaN)] as const)
    .filter(([, value]) => Number.isSafeInteger(value));
  const cleanup = config["cleanup.policy"]?.split(",").map((one) => one.trim());
  const topicConfiguration = { ...(cleanup ? { "cleanup.policy": cleanup } : {}), ...Object.fromEntries(numbers) };
  return { topic: name, partitions, replicas: replicationFactor, topicConfiguration, bindingVersion: BINDING_VERSION };
}

/** One message per schema of the value; without any, one that says nothing about its payload. */
function messagesOf(topic: ExportedTopic, { schemas }: ExportFacts, known: Record<string, unknown>) {
  const find = ({ name, version }: ExportedSubject) =>
    schemas.find((one) => one.cluster === topic.cluster.slug && one.subject === name && one.version === version);
  const key = topic.subjects.filter(({ part }) => part === "key").flatMap((subject) => find(subject) ?? [])[0];
  const values = topic.subjects.filter(({ part }) => part === "value").flatMap((subject) => find(subject) ?? []);
  const kafka = {
    ...(key && schemaKey(key) in known ? { key: referenceTo(key) } : {}),
    ...(values.length > 0 ? { schemaIdLocation: "payload", schemaIdPayloadEncoding: "confluent" } : {}),
    bindingVersion: BINDING_VERSION,
  };
  if (values.length === 0) return { [`${channelKey(topic)}.record`]: { name: topic.name, bindings: { kafka } } };
  const entries = values.map((value) => [
    `${channelKey(topic)}.${schemaKey(value)}`,
    {
      name: value.recordName ?? value.subject,
      title: `${value.subject}, version ${value.version}`,
      contentType: CONTENT_TYPES[value.schemaType],
      ...(schemaKey(value) in known ? { payload: referenceTo(value) } : {}),
      bindings: { kafka },
    },
  ]);
  return Object.fromEntries(entries);
}

function referenceTo(schema: ExportedSchema) {
  return { $ref: `#/components/schemas/${schemaKey(schema)}` };
}
