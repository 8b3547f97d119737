import { describe, expect, it } from "vitest";
import { bindingKey } from "#lib/domain/acl-binding";
import { removeAcls } from "./remove-acls.ts";
import { produce } from "./test-access.ts";
import { FOREIGN, NO, PrincipalBench } from "./test-principal-bench.ts";

const bench = PrincipalBench.prepare();

describe("an approved removal", () => {
  it("deletes exactly its bindings, and none that a grant needs by now", async () => {
    const kept = { ...FOREIGN, operation: "WRITE" as const };
    bench.cluster.createAclsOutside([FOREIGN, kept]);
    const request = await bench.access.remove([FOREIGN]);
    await removeAcls(bench.session);
    expect(bench.cluster.aclSnapshot().map(bindingKey)).toEqual([bindingKey(kept)]);
    expect(await bench.access.stateOf(request)).toBe("applied");

    await bench.access.principal(bench.app, "somebody");
    await bench.access.grant(bench.app, produce("orders.a"));
    await bench.reconcile();
    const late = await bench.access.remove([kept]);
    await removeAcls(bench.session);
    expect(await bench.access.stateOf(late)).toBe("stale");
    expect(bench.live()).toContain("TOPIC orders.a WRITE");
  });

  it("that needed nobody's approval is carried out too", async () => {
    bench.cluster.createAclsOutside([FOREIGN]);
    const request = await bench.access.request("acl.remove", "acls", { bindings: [FOREIGN] }, {});
    await removeAcls(bench.session);
    expect(await bench.access.stateOf(request)).toBe("applied");
  });

  it("that the cluster refuses is blocked with its words, and tried again", async () => {
    bench.cluster.createAclsOutside([FOREIGN]);
    const request = await bench.access.remove([FOREIGN]);
    bench.refuse(NO, () => true, "deleteAcls");
    await removeAcls(bench.session);
    expect(
      await bench.installation.owner
        .$queryRaw`SELECT state, message, due_at IS NOT NULL AS due FROM acl_removals WHERE request_id = ${request}`,
    ).toEqual([{ state: "blocked", message: "TOPIC orders.a READ: Not this one.", due: true }]);

    bench.cluster.faults = {};
    await bench.access.everythingIsDue();
    await removeAcls(bench.session);
    expect(await bench.access.stateOf(request)).toBe("applied");
  });
});
