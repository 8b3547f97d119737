import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { DONE, refused } from "./answers.ts";
import type { Answer } from "./cluster-admin.ts";
import { quotaError } from "./cluster-error.ts";
import { each, nothingRefused, type Refuse } from "./cluster-faults.ts";

/** The client quotas of an in-memory cluster's users, refusing what a broker refuses. */
export class InMemoryUserQuotas {
  readonly #quotas = new Map<string, ClientQuota>();

  clear(): void {
    this.#quotas.clear();
  }

  snapshot(): Map<string, ClientQuota> {
    return structuredClone(this.#quotas);
  }

  describe(usernames: readonly string[], refuse: Refuse): Map<string, Answer<ClientQuota>> {
    return each(usernames, refuse, (username) => ({ ok: true, value: { ...this.#quotas.get(username) } }));
  }

  /** A user whose last quota was removed is gone. */
  alter(quotas: ReadonlyMap<string, ClientQuota>, refuse: Refuse = nothingRefused): Map<string, Answer<null>> {
    return each([...quotas.keys()], refuse, (username) => {
      const quota = quotas.get(username) ?? {};
      const problem = problemOf(username, quota);
      if (problem) return refused(quotaError(42, problem));

      const set = Object.fromEntries(Object.entries(quota).filter(([, value]) => value !== undefined));
      if (Object.keys(set).length === 0) this.#quotas.delete(username);
      else this.#quotas.set(username, set);
      return DONE;
    });
  }
}

/** `org.apache.kafka.controller.ClientQuotaControlManager`. */
function problemOf(username: string, quota: ClientQuota): string | undefined {
  for (const key of QUOTA_KEYS) {
    const value = quota[key];
    if (value === undefined) continue;
    if (value <= 0) return `Quota ${key} must be greater than 0`;
    if (key !== "requestPercentage" && !Number.isInteger(value)) return `${key} cannot be a fractional value.`;
  }
  return username === "" ? "Empty user." : undefined;
}
