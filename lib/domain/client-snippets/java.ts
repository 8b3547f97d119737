import type { ClientConnection, ClientSettings } from "../client-settings.ts";
import type { ClientSnippet } from "./client-snippet.ts";
import { literal } from "./literal.ts";

/** For Apache Kafka's own client, as one file that `java` runs. */
export function javaSnippets(settings: ClientSettings): ClientSnippet[] {
  const { consume, produce } = settings;
  const frame = { tool: "java", needs: "org.apache.kafka:kafka-clients" } as const;
  const snippets: ClientSnippet[] = [];
  if (consume) {
    const own: Setting[] = [
      ["group.id", literal(consume.group)],
      ["auto.offset.reset", literal("earliest")],
      ...serialisers("deserializer", "StringDeserializer"),
    ];
    const body = consumerOf(consume.topic);
    const text = program("Consume", ["consumer.KafkaConsumer"], [...javaConnection(settings), ...own], body);
    snippets.push({ ...frame, operation: "consume", fileName: "Consume.java", text });
  }
  if (produce) {
    const { topic, transactionalId } = produce;
    const own: Setting[] = [
      ...(transactionalId === null ? [] : [["transactional.id", literal(transactionalId)] as const]),
      ...serialisers("serializer", "StringSerializer"),
    ];
    const body = producerOf(topic, transactionalId !== null);
    const classes = ["producer.KafkaProducer", "producer.ProducerRecord"];
    const text = program("Produce", classes, [...javaConnection(settings), ...own], body);
    snippets.push({ ...frame, operation: "produce", fileName: "Produce.java", text });
  }
  return snippets;
}

type Setting = readonly [key: string, expression: string];

function program(name: string, classes: string[], settings: Setting[], body: string): string {
  const imports = classes.map((one) => `import org.apache.kafka.clients.${one};\n`).join("");
  const lines = settings.map(([key, expression]) => `    settings.put(${literal(key)}, ${expression});\n`).join("");
  return `import java.time.Duration;
import java.util.List;
import java.util.Properties;
${imports}
public class ${name} {
  public static void main(String[] arguments) throws Exception {
    Properties settings = new Properties();
${lines}
${body}  }
}
`;
}

/** How a client reaches the cluster, as Java expressions. */
export function javaConnection({
  bootstrapServers,
  securityProtocol,
  saslMechanism,
  principal,
}: ClientConnection): Setting[] {
  const settings: Setting[] = [
    ["bootstrap.servers", literal(bootstrapServers)],
    ["security.protocol", literal(securityProtocol)],
  ];
  if (saslMechanism) {
    const module = saslMechanism.startsWith("SCRAM") ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
    // In a configuration's value, the quotation marks belong to JAAS and a name is never one that would need an escape.
    const jaas = `org.apache.kafka.common.security.${module} required username="${principal}" password="`;
    settings.push(["sasl.mechanism", literal(saslMechanism)]);
    settings.push(["sasl.jaas.config", `${literal(jaas)} + System.getenv("KAFKA_PASSWORD") + ${literal(`";`)}`]);
  } else if (securityProtocol === "SSL") {
    const file = (variable: string) =>
      `java.nio.file.Files.readString(java.nio.file.Path.of(System.getenv("${variable}")))`;
    settings.push(["ssl.keystore.type", literal("PEM")]);
    settings.push(
      ["ssl.keystore.certificate.chain", file("KAFKA_CERTIFICATE")],
      ["ssl.keystore.key", file("KAFKA_KEY")],
    );
  }
  return settings;
}

function serialisers(kind: "serializer" | "deserializer", name: string): Setting[] {
  const type = literal(`org.apache.kafka.common.serialization.${name}`);
  return [
    [`key.${kind}`, type],
    [`value.${kind}`, type],
  ];
}

function consumerOf(topic: string): string {
  return `    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(${literal(topic)}));
      while (true) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record ->
          System.out.println(record.partition() + " " + record.offset() + " " + record.key() + " " + record.value()));
      }
    }
`;
}

function producerOf(topic: string, isTransactional: boolean): string {
  const before = isTransactional ? "      producer.initTransactions();\n      producer.beginTransaction();\n" : "";
  const after = isTransactional ? "      producer.commitTransaction();\n" : "";
  return `    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
${before}      producer.send(new ProducerRecord<>(${literal(topic)}, "some-key", "hello")).get();
${after}      System.out.println("sent");
    }
`;
}
