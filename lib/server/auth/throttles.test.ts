import { expect, it } from "vitest";
import { addressKey, loginKey } from "./throttles.ts";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["unknown", "unknown"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::1:2:3:4", "2001:db8:0:0::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["2001:0db8:0001:2::", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("the address %s is counted as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});

it("a login is counted under a hash that does not tell it", () => {
  expect(loginKey("someone@example.test")).toMatch(/^[0-9a-f]{64}$/);
});
