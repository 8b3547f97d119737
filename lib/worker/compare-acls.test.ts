import { expect, test } from "vitest";
import { aclText } from "#lib/db/worker-stores/acl-observations";
import type { AclBinding } from "#lib/domain/acl-binding";
import { compareAcls } from "./compare-acls.ts";

const acl = (resourceName: string, change: Partial<AclBinding> = {}): AclBinding => ({
  principal: "User:a",
  resourceType: "TOPIC",
  resourceName,
  patternType: "LITERAL",
  operation: "READ",
  permissionType: "ALLOW",
  host: "*",
  ...change,
});

test("what is stored and seen is no difference, in whatever order", () => {
  const acls = [acl("a"), acl("b"), acl("a", { patternType: "PREFIXED" })];
  expect(compareAcls(new Set(acls.map(aclText)), acls.toReversed(), new Set())).toEqual({ added: [], gone: [] });
});

test("each field makes another binding", () => {
  const others = [
    acl("a", { principal: "User:b" }),
    acl("a", { host: "10.0.0.1" }),
    acl("a", { permissionType: "DENY" }),
    acl("a", { operation: "WRITE" }),
    acl("a", { resourceType: "GROUP" }),
  ];
  expect(compareAcls(new Set([aclText(acl("a"))]), others, new Set())).toEqual({ added: others, gone: [acl("a")] });
});

test("what was written after the sweep began is left as it is, seen or not", () => {
  const touched = new Set([acl("new"), acl("removed")].map(aclText));
  expect(compareAcls(new Set([aclText(acl("new"))]), [acl("removed")], touched)).toEqual({ added: [], gone: [] });
});
