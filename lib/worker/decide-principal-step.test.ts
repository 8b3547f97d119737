import { describe, expect, test } from "vitest";
import type { GrantRow, OwnBinding, PrincipalRow } from "#lib/db/worker-stores/due-principals";
import { type AclBinding, bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import { bindingsOf, type GrantTerms } from "#lib/domain/grant";
import type { OpenedCredential } from "#lib/domain/sealed-credential";
import { decidePrincipalStep, type PrincipalSight } from "./decide-principal-step.ts";

const NAME = "billing";
const PRINCIPAL: PrincipalRow = {
  principalId: "p1",
  applicationId: "a1",
  teamId: "t1",
  name: NAME,
  kind: "scram",
  generation: 2,
  ended: false,
  quota: {},
  credentialGeneration: 1,
  sealed: null,
  state: "ready",
  reason: null,
  message: "",
  attempt: 0,
  due: true,
  credentialAttempted: true,
  confirmedCredential: 1,
  quotaAttempted: false,
  appliedQuota: null,
  waitsForNamesake: false,
  reserved: false,
  bindings: [],
  reverts: [],
};
const SIGHT: PrincipalSight = { hasCredential: true, quota: {} };

const produce = (resourceName: string): GrantTerms => ({
  operation: "produce",
  patternType: "LITERAL",
  resourceName,
  consumerGroup: null,
  transactionalId: null,
  host: "*",
});
const grant = (resourceName: string, change: Partial<GrantRow> = {}): GrantRow => ({
  grantId: `g-${resourceName}`,
  applicationId: "a1",
  teamId: "t1",
  terms: produce(resourceName),
  state: "active",
  live: true,
  status: "applied",
  message: "",
  ...change,
});
const own = (resourceName: string, state: OwnBinding["state"] = "applied"): OwnBinding[] =>
  bindingsOf(produce(resourceName), `User:${NAME}`).map((binding) => ({ binding, state, message: "" }));
const labels = (bindings: readonly AclBinding[]) => bindings.map(bindingLabel).sort();
const onTopic = (name: string) => [`TOPIC ${name} DESCRIBE`, `TOPIC ${name} WRITE`];

function decide(
  change: Partial<PrincipalRow>,
  grants: GrantRow[] = [],
  sight = SIGHT,
  opened: OpenedCredential | null = null,
) {
  return decidePrincipalStep({ ...PRINCIPAL, ...change }, grants, sight, opened);
}

describe("a name that became the platform's", () => {
  const reserved = { reserved: true, bindings: own("a") };

  test("is given nothing, and neither its credential nor its quota is touched, also when it is ended", () => {
    for (const ended of [false, true]) {
      const step = decide({ ...reserved, ended, quota: { producerByteRate: 1 } }, [grant("b", { state: "pending" })]);
      expect(step.toCreate).toEqual([]);
      expect(step.credential).toMatchObject({ do: "block", hindrance: { reason: "reserved" } });
      expect(step.quota).toEqual({ do: "keep" });
    }
  });

  test("loses what was put there by grants that ended", () => {
    expect(labels(decide({ ...reserved, ended: true }).toRemove)).toEqual(onTopic("a"));
  });
});

describe("bindings", () => {
  test("that a grant needs and that were never there are created", () => {
    const step = decide({ bindings: own("a") }, [grant("a"), grant("b", { state: "pending" })]);
    expect(labels(step.toCreate)).toEqual(onTopic("b"));
    expect(step.toRemove).toEqual([]);
  });

  test("are tried again after an attempt of unknown end, and after a refusal", () => {
    const bindings = [...own("a", "attempted"), ...own("b", "refused")];
    expect(labels(decide({ bindings }, [grant("a"), grant("b")]).toCreate)).toEqual([...onTopic("a"), ...onTopic("b")]);
  });

  test("that were there once are not put back unasked", () => {
    const bindings = [...own("a"), ...own("b", "missing")];
    expect(decide({ bindings }, [grant("a"), grant("b")]).toCreate).toEqual([]);
  });

  test("are put back by an approved revert, only those it names, and for a grant that was not carried out yet", () => {
    const bindings = [...own("a", "missing"), ...own("b", "missing")];
    const [lost] = bindings.map(({ binding }) => binding);
    const reverts = [{ bindings: lost ? [lost] : [], quota: false }];
    const step = decide({ bindings, reverts }, [grant("a"), grant("b")]);
    expect(step.toCreate.map(bindingKey)).toEqual(lost && [bindingKey(lost)]);

    const fresh = decide({ bindings: own("a", "missing") }, [grant("a", { state: "pending" })]);
    expect(labels(fresh.toCreate)).toEqual(onTopic("a"));
  });

  test("of ours that nothing needs are removed, refused ones are not: should there be such, somebody else made it", () => {
    const step = decide({ bindings: [...own("a"), ...own("b", "attempted"), ...own("c", "refused")] });
    expect(labels(step.toRemove)).toEqual([...onTopic("a"), ...onTopic("b")]);
  });

  test("of a grant past its date go, though nobody has ended it yet", () => {
    expect(labels(decide({ bindings: own("a") }, [grant("a", { live: false })]).toRemove)).toEqual(onTopic("a"));
  });

  test("of an ended principal all go", () => {
    const step = decide({ ended: true, bindings: own("a") }, [grant("a")]);
    expect([labels(step.toRemove), step.toCreate]).toEqual([onTopic("a"), []]);
  });
});

describe("a credential", () => {
  const sealed = { generation: 1, keyId: "k", sealed: "s" };
  const opened: OpenedCredential = {
    ok: true,
    value: { iterations: 8_192, salt: Buffer.from("s"), saltedPassword: Buffer.alloc(64) },
  };
  const fresh = { credentialAttempted: false, confirmedCredential: 0, sealed };
  const absent = { ...SIGHT, hasCredential: false };

  test("is written, also again after an attempt whose end nobody knows", () => {
    expect(decide(fresh, [], absent, opened).credential).toMatchObject({ do: "upsert", generation: 1 });
    expect(decide({ ...fresh, credentialAttempted: true }, [], SIGHT, opened).credential).toMatchObject({
      do: "upsert",
    });
  });

  test("of a user that was there before is not, and its name is given nothing", () => {
    const step = decide(fresh, [grant("a", { state: "pending" })], SIGHT, opened);
    expect(step.credential).toMatchObject({ do: "block", hindrance: { reason: "foreign_user" } });
    expect(step.toCreate).toEqual([]);
  });

  test.each<[string, Partial<PrincipalRow>, OpenedCredential | null]>([
    ["lost", { sealed: null }, null],
    ["of an earlier generation", { credentialGeneration: 2 }, opened],
    ["sealed to another key", {}, { ok: false, reason: "other_key" }],
    ["damaged", {}, { ok: false, reason: "damaged" }],
  ])("that is %s is to be issued anew; access goes on", (_, change, result) => {
    const step = decide({ ...fresh, ...change }, [grant("a", { state: "pending" })], absent, result);
    expect(step.credential).toMatchObject({ do: "block", hindrance: { reason: "rotate" } });
    expect(step.toCreate).toHaveLength(2);
  });

  test("that the cluster had and has no more is told, not made: nobody knows it", () => {
    expect(decide({}, [], absent).credential).toEqual({ do: "report-missing" });
  });

  test("of an ended principal is deleted when it is ours, and left alone once it was cleared away", () => {
    expect(decide({ ended: true }).credential).toEqual({ do: "delete" });
    expect(decide({ ended: true, credentialAttempted: false }).credential).toEqual({ do: "keep" });
    expect(decide({ ended: true, state: "ended" }).credential).toEqual({ do: "keep" });
  });

  test("is nothing to do with an external principal", () => {
    expect(
      decide({ kind: "external", credentialGeneration: 0, confirmedCredential: 0 }, [], absent).credential,
    ).toEqual({
      do: "keep",
    });
  });
});

describe("a quota", () => {
  const quota = { producerByteRate: 10 };
  const other = { ...SIGHT, quota: { producerByteRate: 7 } };

  test("is set where there is none, and left alone where it is as desired", () => {
    expect(decide({ quota }).quota).toEqual({ do: "alter", quota });
    expect(decide({ quota }, [], { ...SIGHT, quota }).quota).toEqual({ do: "keep" });
  });

  test("of somebody else is never touched", () => {
    expect(decide({ quota }, [], other).quota).toMatchObject({ do: "block", hindrance: { reason: "foreign_quota" } });
    expect(decide({}, [], other).quota).toEqual({ do: "keep" });
    expect(decide({ ended: true }, [], other).quota).toEqual({ do: "keep" });
  });

  test("that was applied and changed outside is drift, until a revert or another quota is approved", () => {
    const applied = { quota, quotaAttempted: true, appliedQuota: quota };
    expect(decide(applied, [], other).quota).toMatchObject({ do: "report-drift" });
    expect(decide({ ...applied, reverts: [{ bindings: [], quota: true }] }, [], other).quota).toEqual({
      do: "alter",
      quota,
    });
    const changed = { ...applied, quota: { consumerByteRate: 5 } };
    expect(decide(changed, [], other).quota).toEqual({ do: "alter", quota: { consumerByteRate: 5 } });
  });

  test("of an ended principal is removed", () => {
    const ended = { ended: true, quota, quotaAttempted: true, appliedQuota: quota };
    expect(decide(ended, [], { ...SIGHT, quota }).quota).toEqual({ do: "alter", quota: {} });
  });
});
