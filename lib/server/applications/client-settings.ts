import type { GrantView } from "#lib/contract/access";
import type { PrincipalView } from "#lib/contract/applications";
import type { ClientSettings } from "#lib/domain/client-settings";
import type { Cluster, Listener } from "#lib/domain/cluster";
import type { NamePattern } from "#lib/domain/grant";

/** What stands behind a prefix where a whole name is needed. */
const EXAMPLE = "example";

/**
 * How clients of an application reach each cluster on which it has a principal, with a topic and a group that it may use now. A cluster without a listener for
 * the kind of principal has none.
 */
export function clientSettings(
  principals: readonly PrincipalView[],
  grants: readonly GrantView[],
  clusters: readonly Cluster[],
): ClientSettings[] {
  return principals.flatMap(({ name: principal, kind, cluster: slug, endedAt }) => {
    const cluster = clusters.find((one) => one.slug === slug);
    const listener = endedAt === null && cluster ? listenerFor(kind, cluster.listeners) : undefined;
    if (!listener) return [];
    const { bootstrapServers, securityProtocol, saslMechanism = null } = listener;
    const live = grants.filter((grant) => grant.cluster === slug && grant.state !== "ended");
    return [
      { cluster: slug, bootstrapServers, securityProtocol, saslMechanism, principal, kind, ...whatIsGranted(live) },
    ];
  });
}

/** SCRAM users log in where SCRAM-SHA-512 is spoken; certificates where TLS asks for one, else wherever there is a listener. */
function listenerFor(kind: PrincipalView["kind"], listeners: readonly Listener[]): Listener | undefined {
  if (kind === "scram") return listeners.find(({ saslMechanism }) => saslMechanism === "SCRAM-SHA-512");
  return (
    listeners.find(({ securityProtocol }) => securityProtocol === "SSL") ??
    listeners.find(({ saslMechanism }) => !saslMechanism?.startsWith("SCRAM"))
  );
}

function whatIsGranted(live: readonly GrantView[]): Pick<ClientSettings, "consume" | "produce"> {
  const reads = live.find(({ terms }) => terms.operation === "consume")?.terms;
  const writes = live.find(({ terms }) => terms.operation === "produce")?.terms;
  const topic = ({ resourceName: name, patternType }: GrantView["terms"]) => wholeName({ name, patternType });
  return {
    consume: reads?.consumerGroup ? { topic: topic(reads), group: wholeName(reads.consumerGroup) } : null,
    produce: writes
      ? { topic: topic(writes), transactionalId: writes.transactionalId && wholeName(writes.transactionalId) }
      : null,
  };
}

function wholeName({ name, patternType }: NamePattern): string {
  return patternType === "LITERAL" ? name : `${name}${EXAMPLE}`;
}
