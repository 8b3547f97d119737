import type { ClusterAdmin, ClusterError } from "./cluster-admin.ts";

/** One call as a fault sees it: which method, about which topics (none for calls about the whole cluster). */
export type ClusterCall = {
  method: Exclude<keyof ClusterAdmin, "requestTimeoutMs" | "close">;
  names: readonly string[];
};

/** What may go wrong, decided by the test; each is consulted on every call. */
export type ClusterFaults = {
  /** Before the cluster sees the call: what it throws (or rejects with) is what the caller gets, and nothing happened. */
  before?(call: ClusterCall): void | Promise<void>;
  /** For each topic of a call: the error with which this item alone is refused. */
  refuse?(call: ClusterCall, name: string): ClusterError | undefined;
  /** After the call took effect: what it throws is a lost reply. */
  after?(call: ClusterCall): void | Promise<void>;
};
