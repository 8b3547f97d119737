import type { Listener } from "#lib/domain/cluster";
import type { ExportedTopic } from "./export-facts.ts";

type Cluster = ExportedTopic["cluster"];

/** Types of AsyncAPI's Security Scheme Object; SASL mechanisms without one there are left to the description. */
const SECURITY_TYPES: Record<string, string> = {
  PLAIN: "plain",
  "SCRAM-SHA-256": "scramSha256",
  "SCRAM-SHA-512": "scramSha512",
  GSSAPI: "gssapi",
};

/** The name of a listener among the servers of a document: letters, digits, hyphens and underscores. */
function serverKey(cluster: Cluster, listener: Listener): string {
  return `${cluster.slug}-${listener.name.replaceAll(/[^A-Za-z0-9_-]/g, "-")}`;
}

function securityTypeOf({ securityProtocol, saslMechanism }: Listener): string | null {
  if (saslMechanism) return SECURITY_TYPES[saslMechanism] ?? null;
  return securityProtocol === "SSL" ? "X509" : null;
}

/** Where clients connect: one server per listener of each cluster. No secret is among it. */
export function asyncApiServers(clusters: readonly Cluster[]) {
  const entries = clusters.flatMap((cluster) =>
    cluster.listeners.map((listener) => [serverKey(cluster, listener), serverOf(cluster, listener)] as const),
  );
  return Object.fromEntries(entries);
}

function serverOf(cluster: Cluster, listener: Listener) {
  const { bootstrapServers, securityProtocol, saslMechanism } = listener;
  const security = securityTypeOf(listener);
  const registry = {
    schemaRegistryUrl: cluster.registryUrl,
    schemaRegistryVendor: "confluent",
    bindingVersion: "0.5.0",
  };
  return {
    host: bootstrapServers,
    protocol: securityProtocol.endsWith("SSL") ? "kafka-secure" : "kafka",
    description: `${cluster.name}: ${saslMechanism ? `${securityProtocol}, ${saslMechanism}` : securityProtocol}`,
    tags: [{ name: cluster.tier }],
    ...(security ? { security: [{ $ref: `#/components/securitySchemes/${security}` }] } : {}),
    ...(cluster.registryUrl ? { bindings: { kafka: registry } } : {}),
  };
}

/** How clients prove who they are, as far as AsyncAPI has a word for it. */
export function asyncApiSecuritySchemes(clusters: readonly Cluster[]) {
  const types = clusters.flatMap(({ listeners }) => listeners.flatMap((one) => securityTypeOf(one) ?? []));
  return Object.fromEntries(types.map((type) => [type, { type }]));
}

/** References to the servers of one cluster. */
export function serversOf(cluster: Cluster) {
  return cluster.listeners.map((listener) => ({ $ref: `#/servers/${serverKey(cluster, listener)}` }));
}
