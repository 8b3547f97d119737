import type { SchemaType } from "../schema.ts";
import type { ClientSnippet } from "./client-snippet.ts";
import { javaConnection } from "./java.ts";
import { literal } from "./literal.ts";
import type { SubjectUse } from "./subject-use.ts";

/** Confluent's serializers by type. (https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html) */
const SERIALIZERS: { readonly [Type in SchemaType]: { needs: string; className: string } } = {
  AVRO: { needs: "io.confluent:kafka-avro-serializer", className: "io.confluent.kafka.serializers.KafkaAvro" },
  JSON: {
    needs: "io.confluent:kafka-json-schema-serializer",
    className: "io.confluent.kafka.serializers.json.KafkaJsonSchema",
  },
  PROTOBUF: {
    needs: "io.confluent:kafka-protobuf-serializer",
    className: "io.confluent.kafka.serializers.protobuf.KafkaProtobuf",
  },
};

/** For Apache Kafka's client with Confluent's serializers. Neither program registers a schema: that is asked for. */
export function subjectJavaSnippets(use: SubjectUse): ClientSnippet[] {
  const { needs } = SERIALIZERS[use.schemaType];
  const frame = { tool: "java", needs: `org.apache.kafka:kafka-clients ${needs}` } as const;
  return [
    { ...frame, operation: "consume", fileName: "ConsumeWithSchema.java", text: consumer(use) },
    { ...frame, operation: "produce", fileName: "ProduceWithSchema.java", text: producer(use) },
  ];
}

type Setting = readonly [key: string, expression: string];

function program(name: string, imports: readonly string[], settings: readonly Setting[], body: string): string {
  const lines = settings.map(([key, expression]) => `    settings.put(${literal(key)}, ${expression});\n`);
  return `import java.time.Duration;
import java.util.List;
import java.util.Properties;
${imports.map((one) => `import org.apache.kafka.clients.${one};\n`).join("")}
public class ${name} {
  public static void main(String[] arguments) throws Exception {
    Properties settings = new Properties();
${lines.join("")}
${body}  }
}
`;
}

/** The part that the subject describes by its schema, the other one as text. */
function serialisers(use: SubjectUse, kind: "serializer" | "deserializer"): Setting[] {
  const ending = kind === "serializer" ? "Serializer" : "Deserializer";
  const other = use.part === "key" ? "value" : "key";
  return [
    ...javaConnection(use.settings),
    [`${use.part}.${kind}`, literal(`${SERIALIZERS[use.schemaType].className}${ending}`)],
    [`${other}.${kind}`, literal(`org.apache.kafka.common.serialization.String${ending}`)],
    ["schema.registry.url", literal(use.registryUrl)],
  ];
}

function consumer(use: SubjectUse): string {
  const settings: Setting[] = [
    ...serialisers(use, "deserializer"),
    ["group.id", literal("your-group")],
    ["auto.offset.reset", literal("earliest")],
  ];
  return program(
    "ConsumeWithSchema",
    ["consumer.KafkaConsumer"],
    settings,
    `    try (KafkaConsumer<Object, Object> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(${literal(use.topic)}));
      while (true) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record ->
          System.out.println(record.key() + " " + record.value()));
      }
    }
`,
  );
}

function producer(use: SubjectUse): string {
  const strategy = `io.confluent.kafka.serializers.subject.${use.strategy}`;
  const settings: Setting[] = [
    ...serialisers(use, "serializer"),
    ["auto.register.schemas", literal("false")],
    ["use.latest.version", literal("true")],
    ...(use.strategy === "TopicNameStrategy"
      ? []
      : [[`${use.part}.subject.name.strategy`, literal(strategy)] as const]),
  ];
  const [key, value] = use.part === "key" ? ["record", literal("hello")] : [literal("some-key"), "record"];
  return program(
    "ProduceWithSchema",
    ["producer.KafkaProducer", "producer.ProducerRecord"],
    settings,
    `    Object record = null; // what the schema of ${use.subject} describes
    try (KafkaProducer<Object, Object> producer = new KafkaProducer<>(settings)) {
      producer.send(new ProducerRecord<>(${literal(use.topic)}, ${key}, ${value})).get();
    }
`,
  );
}
