import type { ClientConnection, ClientSettings } from "../client-settings.ts";
import type { ClientSnippet } from "./client-snippet.ts";
import { literal } from "./literal.ts";

/** For confluent-kafka, whose settings are librdkafka's. */
export function pythonSnippets(settings: ClientSettings): ClientSnippet[] {
  const { consume, produce } = settings;
  const frame = { tool: "python", needs: "pip install confluent-kafka" } as const;
  const snippets: ClientSnippet[] = [];
  if (consume) {
    const own = [
      ["group.id", literal(consume.group)],
      ["auto.offset.reset", literal("earliest")],
    ] as const;
    const text = program("Consumer", settings, own, consumerOf(consume.topic));
    snippets.push({ ...frame, operation: "consume", fileName: "consume.py", text });
  }
  if (produce) {
    const { topic, transactionalId } = produce;
    const own = transactionalId === null ? [] : ([["transactional.id", literal(transactionalId)]] as const);
    const text = program("Producer", settings, own, producerOf(topic, transactionalId !== null));
    snippets.push({ ...frame, operation: "produce", fileName: "produce.py", text });
  }
  return snippets;
}

type Setting = readonly [key: string, expression: string];

function program(client: "Consumer" | "Producer", settings: ClientSettings, own: readonly Setting[], body: string) {
  const all = [...pythonConnection(settings), ...own].map(
    ([key, expression]) => `    ${literal(key)}: ${expression},\n`,
  );
  return `import os

from confluent_kafka import ${client}

client = ${client}({
${all.join("")}})

${body}`;
}

/** How a client reaches the cluster, as Python expressions. */
export function pythonConnection({
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
    settings.push(["sasl.mechanism", literal(saslMechanism)], ["sasl.username", literal(principal)]);
    settings.push(["sasl.password", `os.environ["KAFKA_PASSWORD"]`]);
  } else if (securityProtocol === "SSL") {
    settings.push(["ssl.certificate.location", `os.environ["KAFKA_CERTIFICATE"]`]);
    settings.push(["ssl.key.location", `os.environ["KAFKA_KEY"]`]);
  }
  return settings;
}

function consumerOf(topic: string): string {
  return `client.subscribe([${literal(topic)}])
try:
    while True:
        message = client.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise SystemExit(str(message.error()))
        print(message.partition(), message.offset(), message.key(), message.value())
finally:
    client.close()
`;
}

function producerOf(topic: string, isTransactional: boolean): string {
  const before = isTransactional ? "client.init_transactions()\nclient.begin_transaction()\n" : "";
  const after = isTransactional ? "client.commit_transaction()\n" : "client.flush()\n";
  return `def report(error, message):
    print("refused:" if error else "sent", error or "")


${before}client.produce(${literal(topic)}, key="some-key", value="hello", on_delivery=report)
${after}`;
}
