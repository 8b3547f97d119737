import { bindingLabel } from "#lib/domain/acl-binding";

/** What somebody did to a principal behind Headgate's back; the same words whether a sweep or a round of reconciling saw it. */
export const USER_MISSING = "The SCRAM user was deleted on the cluster outside Headgate. Issue a new credential.";
export const QUOTA_CHANGED = "Its client quota was changed on the cluster outside Headgate.";

export function missingMessage(binding: Parameters<typeof bindingLabel>[0]): string {
  return `${bindingLabel(binding)} was deleted on the cluster outside Headgate.`;
}
