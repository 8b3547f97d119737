import type { ClusterView } from "#lib/contract/platform";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

type Cluster = Pick<ClusterView, "slug" | "name" | "seenAt" | "condition" | "conditionSince" | "detachedAt">;

/** How old what is shown is, per cluster: a page reads what the worker last saw, never a broker. */
export function ClusterAges({ clusters }: { clusters: readonly Cluster[] }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small text-ink-3">
      {clusters.map((cluster) => (
        <li key={cluster.slug} className="flex flex-wrap items-center gap-1.5">
          <span className="text-ink-2">{cluster.name}</span>
          <span>
            {cluster.seenAt ? (
              <>
                seen <RelativeTime at={cluster.seenAt} />
              </>
            ) : (
              "not seen yet"
            )}
          </span>
          <ClusterTrouble cluster={cluster} />
        </li>
      ))}
    </ul>
  );
}

function ClusterTrouble({ cluster: { condition, conditionSince, detachedAt } }: { cluster: Cluster }) {
  if (detachedAt) return <Chip tone="off">detached</Chip>;
  if (condition === "identity_changed") return <Chip tone="bad">another cluster answers</Chip>;
  if (condition !== "unreachable") return null;
  return (
    <Chip tone="warn">
      does not answer
      {conditionSince && (
        <>
          {" "}
          since <RelativeTime at={conditionSince} />
        </>
      )}
    </Chip>
  );
}
