import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { DONE, refused } from "./answers.ts";
import type { Answer } from "./cluster-admin.ts";
import { quotaError } from "./cluster-error.ts";
import { each, nothingRefused, type Refuse } from "./cluster-faults.ts";
import { KAFKA_QUOTA_KEYS } from "./quota-keys.ts";

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

const LARGEST_LONG = 2 ** 63;

/** `org.apache.kafka.controller.ClientQuotaControlManager`: the user first, then the values in the order in which they were sent. */
function problemOf(username: string, quota: ClientQuota): string | undefined {
  if (username === "") return "Empty user not supported";
  for (const key of QUOTA_KEYS) {
    const value = quota[key];
    const problem = value === undefined ? undefined : valueProblem(key, value);
    if (problem) return problem;
  }
  return undefined;
}

function valueProblem(key: keyof ClientQuota, value: number): string | undefined {
  const name = KAFKA_QUOTA_KEYS[key];
  if (value <= 0) return `Quota ${name} must be greater than 0`;
  if (key === "requestPercentage") return undefined;
  if (value >= LARGEST_LONG) return `Proposed value for ${name} is too large for a LONG.`;
  if (!Number.isInteger(value)) return `${name} cannot be a fractional value.`;
  return undefined;
}
