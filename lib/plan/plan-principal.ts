import { type AclBinding, bindingLabel } from "#lib/domain/acl-binding";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import type { Change, ChangeKind, Effect, Plan } from "#lib/domain/plan";
import { type PrincipalKind, principalOf } from "#lib/domain/principal-name";

type About = {
  cluster: string;
  /** Without `User:`. */
  name: string;
  /** When the cluster was last seen, ISO 8601. */
  observedAt: string | null;
};

export type NewPrincipal = About & {
  kind: PrincipalKind;
  quota: ClientQuota;
  /** The one whose place it takes; dates in ISO 8601. */
  replaced: { name: string; endsAt: string | null; until: string } | null;
  /** ACLs of this name that were seen on the cluster and that nobody granted. */
  unmanagedAcls: number;
  /** Grants of its application on the cluster: it gets what they allow. */
  grants: number;
};

const MECHANISM: { readonly [Kind in PrincipalKind]: string } = { scram: "SCRAM-SHA-512", external: "external" };

/** The rows of a principal that is not there yet: itself, its quota, and the end of the one that it takes over from. */
export function planPrincipal(asked: NewPrincipal): Plan {
  const { name, kind, quota, replaced } = asked;
  const itself: Change = {
    field: "principal",
    from: null,
    to: `${principalOf(name)} (${MECHANISM[kind]})`,
    kind: "additive",
  };
  const end: Change[] = replaced
    ? [
        {
          field: "replaced principal ends",
          from: `${principalOf(replaced.name)}: ${replaced.endsAt ?? "no end"}`,
          to: `${principalOf(replaced.name)}: ${replaced.until}`,
          kind: "neutral",
        },
      ]
    : [];
  return {
    ...planOf(asked),
    changes: [itself, ...quotaChanges({}, quota, "additive"), ...end],
    effects: creationEffects(asked),
  };
}

function creationEffects({ name, kind, quota, unmanagedAcls, grants, replaced, cluster }: NewPrincipal): Effect[] {
  const principal = principalOf(name);
  const said = (field: string, text: string): Effect => ({ field, text });
  return [
    kind === "scram"
      ? said("principal", "Nobody can log in with it before a member of the team has its password made and shown.")
      : said("principal", `Headgate makes no credential: whoever logs in as ${name} gets this application's access.`),
    ...(unmanagedAcls > 0
      ? [said("principal", `${principal} has ${counted(unmanagedAcls, "ACL")} on the cluster that nobody granted.`)]
      : []),
    ...(grants > 0
      ? [said("principal", `It gets what the application's ${counted(grants, "grant")} on ${cluster} allow.`)]
      : []),
    ...(replaced ? [said("replaced principal ends", `Until then ${principalOf(replaced.name)} works beside it.`)] : []),
    ...(QUOTA_KEYS.some((key) => quota[key] !== undefined) ? [] : [said("principal", "It is not limited by a quota.")]),
  ];
}

/** The rows of another quota for a principal that is there; none when nothing differs. */
export function planQuota({ from, to, ...about }: About & { from: ClientQuota; to: ClientQuota }): Plan {
  const effects = QUOTA_KEYS.flatMap((key): Effect[] => {
    if (from[key] === to[key]) return [];
    if (to[key] === undefined) return [{ field: key, text: "Without a limit it can take what other clients need." }];
    const isLower = from[key] === undefined || from[key] > to[key];
    return isLower ? [{ field: key, text: "Brokers slow clients down that use more." }] : [];
  });
  return { ...planOf(about), changes: quotaChanges(from, to, "neutral"), effects };
}

export type Lost = About & {
  /** Bindings that are missing on the cluster. */
  bindings: readonly AclBinding[];
  /** The quota as it was seen and as it was decided; null where they are the same. */
  quota: { observed: ClientQuota; desired: ClientQuota } | null;
};

/** The rows of what is put back on the cluster, where somebody took it away past Headgate. */
export function planRevert({ bindings, quota, ...about }: Lost): Plan {
  const lines = bindings.map(
    (binding): Change => ({
      field: `${binding.principal} ${bindingLabel(binding)}`,
      from: null,
      to: `${binding.permissionType} from ${binding.host}`,
      kind: "additive",
    }),
  );
  const limits = quota ? quotaChanges(quota.observed, quota.desired, "neutral") : [];
  return { ...planOf(about), changes: [...lines, ...limits], effects: [] };
}

function planOf({ cluster, name, observedAt }: About): Omit<Plan, "changes" | "effects"> {
  return { object: { kind: "principal", cluster, name }, topicId: null, basedOn: observedAt, refusals: [] };
}

function quotaChanges(from: ClientQuota, to: ClientQuota, kind: ChangeKind): Change[] {
  return QUOTA_KEYS.filter((key) => from[key] !== to[key]).map((key) => ({
    field: key,
    from: from[key] ?? null,
    to: to[key] ?? null,
    kind,
  }));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
