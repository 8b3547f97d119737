import type { RegistryError, SubjectRegistry } from "./subject-registry.ts";

/** One call as a fault sees it: which method, about which subject; null for calls about the whole registry or about a schema by its id. */
export type InMemoryCall = {
  method: Exclude<keyof SubjectRegistry, "requestTimeoutMs" | "close">;
  subject: string | null;
};

/** What may go wrong, decided by the test; each is consulted on every call. */
export type RegistryFaults = {
  /** Before the registry sees the call: what it throws (or rejects with) is what the caller gets, and nothing happened. */
  before?(call: InMemoryCall): void | Promise<void>;
  /** The error with which the registry refuses the call. Where the answer has no room for an error it is thrown as a failed call. */
  refuse?(call: InMemoryCall): RegistryError | undefined;
  /** After the call took effect: what it throws is a lost reply. */
  after?(call: InMemoryCall): void | Promise<void>;
};
