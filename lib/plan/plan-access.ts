import { type AclBinding, bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import { type Agreement, bindingsOf, type GrantTerms } from "#lib/domain/grant";
import type { Change, Plan } from "#lib/domain/plan";
import { formatDuration } from "#lib/domain/quantity";
import type { Classification } from "#lib/domain/topic-spec";
import { change, type Difference, together } from "./compare.ts";

export type PlanAccessInput = {
  cluster: string;
  terms: GrantTerms;
  /** The application's principals on the cluster, in full: `User:orders.billing`. */
  principals: readonly string[];
  /** ISO 8601. */
  expiresAt: string;
  agreement: Agreement;
  /** ACLs of these principals as last seen. */
  observed: readonly AclBinding[];
  /** What other live grants of the application are to. */
  granted: readonly GrantTerms[];
  /** When the cluster was last seen, ISO 8601; null when it never was. */
  observedAt: string | null;
  /** For effects only. */
  classification: Classification | null;
  /** For effects only: managed topics that are covered today, the first by name. */
  topics: { total: number; names: readonly string[] };
  /** For effects only: other applications that may do so already. */
  others: { consume: number; produce: number };
  /** For effects only: the consumer group is on the cluster already, and no grant explains it. */
  takesOverGroup: boolean;
};

/**
 * The ACL lines that access would need, one row each and per principal, and until when. Pure. A line that is there already or that another
 * grant needs is `neutral`: its `from` stays null, so that what somebody else is granted meanwhile does not undo an approval.
 */
export function planAccess(input: PlanAccessInput): Plan {
  const { cluster, terms, principals, expiresAt, agreement } = input;
  const there = reasons(input);
  const lines = principals.flatMap((principal, index) =>
    bindingsOf(terms, principal).map((binding, line) =>
      accessLine(binding, there.get(bindingKey(binding)), index === 0 && line === 0 ? openingEffects(input) : []),
    ),
  );
  const end = change({ field: "expiresAt", from: null, to: expiresAt, kind: "additive" }, [
    "Ends by itself then, unless it is renewed; the worker takes the lines back that nothing else needs.",
  ]);
  return {
    object: { kind: "access", cluster, name: terms.resourceName },
    topicId: null,
    basedOn: input.observedAt,
    ...together([...lines, end, ...agreementRows(agreement)]),
  };
}

/** The one row of a renewal. `from` and `to` are ISO 8601. */
export function planRenewal(renewal: { cluster: string; name: string; from: string; to: string }): Plan {
  const { cluster, name, from, to } = renewal;
  const later = formatDuration(BigInt(Date.parse(to) - Date.parse(from)));
  return {
    object: { kind: "access", cluster, name },
    topicId: null,
    basedOn: null,
    ...change({ field: "expiresAt", from, to, kind: "additive" }, [
      `Goes on ${later} longer. What may be done, by whom and from where stays as it is.`,
    ]),
  };
}

/** Why a line that is needed is there already, by its key. */
function reasons({ observed, granted, principals }: PlanAccessInput): ReadonlyMap<string, string> {
  const seen = observed.map((binding) => [bindingKey(binding), "on the cluster"] as const);
  const needed = granted.flatMap((terms) =>
    principals.flatMap((principal) =>
      bindingsOf(terms, principal).map(
        (binding) => [bindingKey(binding), `for access to ${terms.resourceName}`] as const,
      ),
    ),
  );
  return new Map([...seen, ...needed]);
}

function accessLine(binding: AclBinding, there: string | undefined, effects: readonly string[]): Difference {
  const row: Change = {
    field: `${binding.principal} ${bindingLabel(binding)}`,
    from: null,
    to: `${binding.permissionType} from ${binding.host}`,
    kind: there === undefined ? "additive" : "neutral",
  };
  return change(row, there === undefined ? effects : [...effects, `Is there already, ${there}.`]);
}

function takenOver({ consumerGroup }: GrantTerms): string {
  return `Consumer group ${consumerGroup?.name} is in use on the cluster, and no grant explains by whom: its partitions and offsets can be taken over.`;
}

/** What approving opens, in sentences; they stand under the first line. */
function openingEffects(input: PlanAccessInput): string[] {
  const { terms, principals, classification, others, topics, takesOverGroup } = input;
  const who = principals.join(" and ");
  const from = terms.host === "*" ? "" : ` from ${terms.host}`;
  const verb = terms.operation === "consume" ? "read" : "write";
  const prefixed = terms.patternType === "PREFIXED";
  const what = prefixed ? `every topic that begins with ${terms.resourceName}` : terms.resourceName;
  const already = others[terms.operation];
  return [
    `Opens ${what} to whoever logs in as ${who}${from}, to ${verb} it.`,
    ...(prefixed ? [coveredTopics(topics)] : []),
    ...(takesOverGroup ? [takenOver(terms)] : []),
    ...(classification === null ? [] : [`The data is ${prefixed ? "up to " : ""}${classification}.`]),
    already === 0
      ? `No other application may ${verb} it.`
      : `${already} other ${already === 1 ? "application" : "applications"} may ${verb} it already.`,
  ];
}

function coveredTopics({ total, names }: PlanAccessInput["topics"]): string {
  if (total === 0) return "Covers no topic today, and all to come.";
  const more = total > names.length ? ` and ${total - names.length} more` : "";
  return `Covers ${total} ${total === 1 ? "topic" : "topics"} today and those to come: ${names.join(", ")}${more}.`;
}

/** What both sides promise is part of what is approved. */
function agreementRows({ minRetentionMs, neededFields, noticeDays, supportContact }: Agreement): Difference[] {
  const row = (field: keyof Agreement, to: string | number | undefined) =>
    to === undefined ? [] : [change({ field: `agreement.${field}`, from: null, to, kind: "additive" })];
  return [
    ...row("minRetentionMs", minRetentionMs),
    ...row("neededFields", neededFields && neededFields.length > 0 ? neededFields.join(", ") : undefined),
    ...row("noticeDays", noticeDays),
    ...row("supportContact", supportContact),
  ];
}
