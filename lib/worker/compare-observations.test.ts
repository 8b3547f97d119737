import { describe, expect, it } from "vitest";
import type { ObservationRow } from "#lib/db/worker-stores/topic-observations";
import type { Answer, ListedTopic } from "#lib/kafka/cluster-admin";
import { compareObservations, massChange } from "./compare-observations.ts";

const row = (name: string, change: Partial<ObservationRow> = {}): ObservationRow => ({
  name,
  topicId: `id-${name}`,
  internal: false,
  partitions: 3,
  replicationFactor: 1,
  config: { "retention.ms": "1000", "segment.ms": "5" },
  ...change,
});

/** A cluster that answers exactly these rows. */
function answering(rows: ObservationRow[]): [ListedTopic[], Map<string, Answer<Record<string, string>>>] {
  return [
    rows.map(({ config: _, ...topic }) => ({ ...topic, leaderless: 0 })),
    new Map(rows.map(({ name, config }) => [name, { ok: true, value: config }])),
  ];
}

describe("compareObservations", () => {
  it("finds nothing when nothing changed, whatever the order of topics and keys", () => {
    const known = [row("a"), row("b", { config: { "segment.ms": "5", "retention.ms": "1000" } })];
    expect(compareObservations(known, ...answering([row("b"), row("a")]))).toEqual({ changed: [], gone: [] });
  });

  it("finds what is new and what is gone", () => {
    expect(compareObservations([row("a"), row("b")], ...answering([row("b"), row("c")]))).toEqual({
      changed: [row("c")],
      gone: ["a"],
    });
  });

  it.each<[string, Partial<ObservationRow>]>([
    ["another id", { topicId: "id-2" }],
    ["more partitions", { partitions: 4 }],
    ["more replicas", { replicationFactor: 2 }],
    ["another value", { config: { "retention.ms": "2000", "segment.ms": "5" } }],
    ["a key less", { config: { "retention.ms": "1000" } }],
    ["another key", { config: { "retention.ms": "1000", "flush.ms": "5" } }],
  ])("finds %s", (_, change) => {
    const now = row("a", change);
    expect(compareObservations([row("a")], ...answering([now]))).toEqual({ changed: [now], gone: [] });
  });

  it("takes an error for no news", () => {
    const [listed] = answering([row("a", { partitions: 9 }), row("b")]);
    const error = { code: "unavailable", retriable: true, message: "busy" } as const;
    const configs = new Map([["a", { ok: false, error } as const]]);
    expect(compareObservations([row("a")], listed, configs)).toEqual({ changed: [], gone: [] });
  });
});

describe("massChange", () => {
  it.each([
    [0, 0, 0],
    [10, 0, 10],
    [100, 89, 11],
    [1_000, 700, 300],
    [12, 2, 10],
  ])("believes that of %i topics, %i are left and %i are gone", (known, listed, gone) =>
    expect(massChange({ what: "topics", known, listed, gone, share: 0.3 })).toBeUndefined(),
  );

  it.each([
    [11, 0, 11],
    [1_000, 699, 301],
    [36, 25, 11],
  ])("does not believe that of %i topics, %i are left and %i are gone", (known, listed, gone) =>
    expect(massChange({ what: "topics", known, listed, gone, share: 0.3 })).toContain(`${gone} of ${known}`),
  );

  it("believes as much as the cluster's share says", () => {
    const census = { what: "ACLs", known: 100, listed: 50, gone: 50, who: "cluster" } as const;
    expect(massChange({ ...census, share: 0.5 })).toBeUndefined();
    expect(massChange({ ...census, share: 0.49 })).toContain("50 of 100");
    expect(massChange({ ...census, listed: 0, gone: 100, share: 1 })).toContain("100 of 100");
  });
});
