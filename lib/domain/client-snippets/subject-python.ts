import type { SchemaType } from "../schema.ts";
import type { ClientSnippet } from "./client-snippet.ts";
import { literal } from "./literal.ts";
import { pythonConnection } from "./python.ts";
import { type SubjectUse, shortName } from "./subject-use.ts";

type Binding = {
  extra: string;
  module: string;
  name: string;
  /** Arguments in the order of confluent-kafka 2. */
  serializer: (use: SubjectUse) => string;
  deserializer: (use: SubjectUse) => string;
};

const RULES = `conf={"auto.register.schemas": False, "use.latest.version": True}`;

const BINDINGS: { readonly [Type in SchemaType]: Binding } = {
  AVRO: {
    ...{ extra: "avro", module: "avro", name: "Avro" },
    serializer: () => `registry, ${RULES}`,
    deserializer: () => "registry",
  },
  JSON: {
    ...{ extra: "json", module: "json_schema", name: "JSON" },
    serializer: () => `None, registry, ${RULES}`,
    deserializer: () => "None, schema_registry_client=registry",
  },
  PROTOBUF: {
    ...{ extra: "protobuf", module: "protobuf", name: "Protobuf" },
    serializer: (use) => `${shortName(use)}, registry, ${RULES}`,
    deserializer: (use) => `${shortName(use)}, schema_registry_client=registry`,
  },
};

/** For confluent-kafka with its own serializers. Neither program registers a schema: that is asked for. */
export function subjectPythonSnippets(use: SubjectUse): ClientSnippet[] {
  const needs = `pip install "confluent-kafka[schemaregistry,${BINDINGS[use.schemaType].extra}]"`;
  const frame = { tool: "python", needs } as const;
  return [
    { ...frame, operation: "consume", fileName: "consume_with_schema.py", text: consumer(use) },
    { ...frame, operation: "produce", fileName: "produce_with_schema.py", text: producer(use) },
  ];
}

type Kind = "Serializer" | "Deserializer";
type Setting = readonly [key: string, expression: string];

function program(use: SubjectUse, kind: Kind, client: "Consumer" | "Producer", own: readonly Setting[], body: string) {
  const { module, name } = BINDINGS[use.schemaType];
  const settings = [...pythonConnection(use.settings), ...own].map(
    ([key, value]) => `    ${literal(key)}: ${value},\n`,
  );
  const generated =
    use.schemaType === "PROTOBUF"
      ? `\nfrom schema_pb2 import ${shortName(use)}  # protoc --python_out=. schema.proto\n`
      : "";
  return `import os

from confluent_kafka import ${client}
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.${module} import ${name}${kind}
from confluent_kafka.serialization import MessageField, SerializationContext
${generated}
registry = SchemaRegistryClient({"url": ${literal(use.registryUrl)}})
client = ${client}({
${settings.join("")}})
${body}`;
}

function context({ topic, part }: SubjectUse): string {
  return `SerializationContext(${literal(topic)}, MessageField.${part.toUpperCase()})`;
}

function consumer(use: SubjectUse): string {
  const { name, deserializer } = BINDINGS[use.schemaType];
  const own = [
    ["group.id", literal("your-group")],
    ["auto.offset.reset", literal("earliest")],
  ] as const;
  const body = `deserialize = ${name}Deserializer(${deserializer(use)})

client.subscribe([${literal(use.topic)}])
try:
    while True:
        message = client.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise SystemExit(str(message.error()))
        print(message.offset(), deserialize(message.${use.part}(), ${context(use)}))
finally:
    client.close()
`;
  return program(use, "Deserializer", "Consumer", own, body);
}

function producer(use: SubjectUse): string {
  const { name, serializer } = BINDINGS[use.schemaType];
  const record = use.schemaType === "PROTOBUF" ? `${shortName(use)}()` : "{}";
  const [key, value] = use.part === "key" ? ["encoded", literal("hello")] : [literal("some-key"), "encoded"];
  const body = `serialize = ${name}Serializer(${serializer(use)})

record = ${record}  # what the schema of ${use.subject} describes
encoded = serialize(record, ${context(use)})
client.produce(${literal(use.topic)}, key=${key}, value=${value})
client.flush()
`;
  return program(use, "Serializer", "Producer", [], body);
}
