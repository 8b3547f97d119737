import type { ClientSettings } from "../client-settings.ts";
import type { ClientSnippet } from "./client-snippet.ts";
import { shellWord } from "./literal.ts";

/** For the programs in the `bin` folder of Apache Kafka, as a script for `sh`. */
export function cliSnippets(settings: ClientSettings): ClientSnippet[] {
  const { consume, produce } = settings;
  const frame = { tool: "cli", needs: "https://kafka.apache.org/downloads" } as const;
  const servers = `--bootstrap-server ${shellWord(settings.bootstrapServers)}`;
  const snippets: ClientSnippet[] = [];
  if (consume) {
    const options = `--topic ${shellWord(consume.topic)} --group ${shellWord(consume.group)} --from-beginning`;
    const call = `kafka-console-consumer.sh ${servers} --consumer.config client.properties ${options}\n`;
    snippets.push({ ...frame, operation: "consume", fileName: "consume.sh", text: `${properties(settings)}${call}` });
  }
  if (produce) {
    const options = `--topic ${shellWord(produce.topic)}`;
    const call = `echo hello | kafka-console-producer.sh ${servers} --producer.config client.properties ${options}\n`;
    snippets.push({ ...frame, operation: "produce", fileName: "produce.sh", text: `${properties(settings)}${call}` });
  }
  return snippets;
}

/** The file that both programs read. It is written for its owner only, because the shell puts the password in. */
function properties({ securityProtocol, saslMechanism, principal }: ClientSettings): string {
  const lines = [`security.protocol=${securityProtocol}`];
  if (saslMechanism) {
    const module = saslMechanism.startsWith("SCRAM") ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
    lines.push(`sasl.mechanism=${saslMechanism}`);
    lines.push(
      `sasl.jaas.config=org.apache.kafka.common.security.${module} required username="${principal}" password="\${KAFKA_PASSWORD}";`,
    );
  } else if (securityProtocol === "SSL") {
    lines.push("ssl.keystore.type=PEM", `ssl.keystore.location=\${KAFKA_KEYSTORE}`);
  }
  return `umask 077
cat > client.properties <<END
${lines.join("\n")}
END
`;
}
