import { expect, test } from "vitest";
import type { BindingView } from "#lib/contract/applications";
import { bindingCounts, bindingText } from "./binding-text.ts";

const binding = (changes: Partial<BindingView> = {}): BindingView => ({
  resourceType: "TOPIC",
  resourceName: "orders.order-placed.v1",
  patternType: "LITERAL",
  operation: "READ",
  permissionType: "ALLOW",
  host: "*",
  principal: "User:orders.billing",
  state: "applied",
  message: "",
  ...changes,
});

test("a line reads in Kafka's words, and says what is unusual", () => {
  expect(bindingText(binding())).toBe("TOPIC orders.order-placed.v1 READ");
  expect(bindingText(binding({ resourceType: "GROUP", resourceName: "billing.", patternType: "PREFIXED" }))).toBe(
    "GROUP billing. (PREFIXED) READ",
  );
  expect(bindingText(binding({ permissionType: "DENY", host: "10.0.0.7" }))).toBe(
    "DENY TOPIC orders.order-placed.v1 READ from 10.0.0.7",
  );
});

test("unmanaged lines are not counted among ours, and what is awry is named", () => {
  expect(bindingCounts([binding(), binding()])).toEqual({ total: "2 ACL lines", awry: null });
  expect(bindingCounts([binding(), binding({ state: "refused" }), binding({ state: "unmanaged" })])).toEqual({
    total: "2 ACL lines",
    awry: "1 refused, 1 unmanaged",
  });
});
