import { type Agreement, type GrantTerms, ownNamespace } from "#lib/domain/grant";
import { formatDuration } from "#lib/domain/quantity";

/** `orders.order-placed.v1`, or what all names begin with: `orders.…`. */
export function patternText({ name, patternType }: { name: string; patternType: string }): string {
  return patternType === "PREFIXED" ? `${name}…` : name;
}

/** Each promise of an agreement as a term and what it says; empty where nothing was promised. */
export function agreementRows(agreement: Agreement): { term: string; value: string }[] {
  const { minRetentionMs, neededFields, noticeDays, supportContact } = agreement;
  const rows = [
    minRetentionMs !== undefined && {
      term: "Records stay",
      value: `at least ${formatDuration(BigInt(minRetentionMs))}`,
    },
    neededFields !== undefined &&
      neededFields.length > 0 && { term: "Fields that stay", value: neededFields.join(", ") },
    noticeDays !== undefined && {
      term: "Notice",
      value: noticeDays === 1 ? "1 day before a breaking change" : `${noticeDays} days before a breaking change`,
    },
    supportContact !== undefined && supportContact !== "" && { term: "Support", value: supportContact },
  ];
  return rows.filter((row) => row !== false);
}

/** The group that suits an application and a topic, within what is the application's own. */
export function suggestedGroup(application: string, topic: string): string {
  return topic === "" ? "" : `${ownNamespace(application)}${topic}`.slice(0, 249);
}

/** Where clients may connect from. */
export function hostText({ host }: Pick<GrantTerms, "host">): string {
  return host === "*" ? "anywhere" : host;
}
