import { refused } from "./answers.ts";
import type { Answer, ScramCredential } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { each, nothingRefused, type Refuse } from "./cluster-faults.ts";

export type StoredScramCredential = Omit<ScramCredential, "username">;

/** SCRAM-SHA-512 takes from 4,096 (RFC 5802) to 16,384 iterations (`org.apache.kafka.controller.ScramControlManager`). */
const LEAST_ITERATIONS = 4_096;
const MOST_ITERATIONS = 16_384;

/** The SCRAM-SHA-512 credentials of an in-memory cluster, refusing what a broker refuses. */
export class InMemoryScramUsers {
  readonly #credentials = new Map<string, StoredScramCredential>();

  clear(): void {
    this.#credentials.clear();
  }

  snapshot(): Map<string, StoredScramCredential> {
    return new Map([...this.#credentials].map(([username, credential]) => [username, copyOf(credential)]));
  }

  describe(usernames: readonly string[], refuse: Refuse): Map<string, Answer<{ iterations: number }>> {
    const known = usernames.filter((username) => refuse(username) || this.#credentials.has(username));
    return each(known, refuse, (username) => {
      const iterations = this.#credentials.get(username)?.iterations ?? LEAST_ITERATIONS;
      return { ok: true, value: { iterations } };
    });
  }

  upsert(credentials: readonly ScramCredential[], refuse: Refuse = nothingRefused): Map<string, Answer<null>> {
    const byUser = Map.groupBy(credentials, ({ username }) => username);
    return each([...byUser.keys()], refuse, (username) => {
      const [credential, ...others] = byUser.get(username) ?? [];
      if (!credential || others.length > 0) {
        return refused(clusterError(92, "A user credential cannot be altered twice in the same request"));
      }
      const problem = problemOf(credential);
      if (problem) return refused(clusterError(93, problem));
      // A broker fails on a key without bytes, and takes any other length, with which nobody can log in.
      if (credential.saltedPassword.length === 0) return refused(clusterError(-1, null));
      this.#credentials.set(username, copyOf(credential));
      return { ok: true, value: null };
    });
  }

  delete(usernames: readonly string[], refuse: Refuse = nothingRefused): Map<string, Answer<null>> {
    return each([...new Set(usernames)], refuse, (username) => {
      if (username === "") return refused(clusterError(93, "Username must not be empty"));
      this.#credentials.delete(username);
      return { ok: true, value: null };
    });
  }
}

function problemOf({ username, iterations }: ScramCredential): string | undefined {
  if (username === "") return "Username must not be empty";
  if (iterations < LEAST_ITERATIONS) return "Too few iterations";
  if (iterations > MOST_ITERATIONS) return "Too many iterations";
  return undefined;
}

function copyOf({ iterations, salt, saltedPassword }: StoredScramCredential): StoredScramCredential {
  return { iterations, salt: Buffer.from(salt), saltedPassword: Buffer.from(saltedPassword) };
}
