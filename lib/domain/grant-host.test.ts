import { expect, test } from "vitest";
import { brokerHost } from "./grant-host.ts";

test.each([
  ["*", "*"],
  ["192.0.2.1", "192.0.2.1"],
  ["2001:db8::1", "2001:db8:0:0:0:0:0:1"],
  ["2001:0DB8:0000::00ab", "2001:db8:0:0:0:0:0:ab"],
  ["::1", "0:0:0:0:0:0:0:1"],
  ["fe80::", "fe80:0:0:0:0:0:0:0"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
])("%s is %s to a broker", (host, told) => {
  expect(brokerHost(host)).toBe(told);
  expect(brokerHost(told)).toBe(told);
});
