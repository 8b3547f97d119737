import type { BindingView, PrincipalView } from "#lib/contract/applications";
import type { Tone } from "../ui/tone.ts";

type Said = { tone: Tone; word: string };

const STATES: { readonly [State in PrincipalView["state"]]: Said } = {
  pending: { tone: "wait", word: "Pending" },
  ready: { tone: "ok", word: "Ready" },
  blocked: { tone: "bad", word: "Blocked" },
  drifted: { tone: "warn", word: "Drifted" },
  ended: { tone: "off", word: "Ended" },
};

/** How a principal stands. One that was ended is *ending* until the worker saw that the cluster has nothing of it any more. */
export function principalCondition({ state, endedAt }: Pick<PrincipalView, "state" | "endedAt">): Said {
  if (endedAt !== null && state !== "ended" && state !== "blocked") return { tone: "wait", word: "Ending" };
  return STATES[state];
}

const CREDENTIALS: { readonly [C in PrincipalView["credential"]]: Said } = {
  none: { tone: "warn", word: "No credential yet" },
  sealed: { tone: "wait", word: "Credential waits for the worker" },
  confirmed: { tone: "ok", word: "Credential on the broker" },
  external: { tone: "off", word: "Credential made elsewhere" },
};

/** Where a principal's credential is. */
export function credentialCondition(credential: PrincipalView["credential"]): Said {
  return CREDENTIALS[credential];
}

const BINDINGS: { readonly [B in BindingView["state"]]: Said } = {
  applied: { tone: "ok", word: "On the cluster" },
  pending: { tone: "wait", word: "Pending" },
  refused: { tone: "bad", word: "Refused" },
  missing: { tone: "warn", word: "Missing" },
  unmanaged: { tone: "off", word: "Unmanaged" },
  removing: { tone: "wait", word: "Being removed" },
};

/** How one ACL line stands on the cluster. */
export function bindingCondition(state: BindingView["state"]): Said {
  return BINDINGS[state];
}

/** Whether the worker still has something to do with it, so that the page is worth reading again soon. */
export function isUnderWay(principal: Pick<PrincipalView, "state" | "endedAt" | "credential">): boolean {
  if (principal.state === "ended") return false;
  return principal.state === "pending" || principal.endedAt !== null || principal.credential === "sealed";
}
