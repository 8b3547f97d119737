import { expect, it } from "vitest";
import { defaultConfigValue } from "./default-config-value.ts";
import { STOCK_DEFAULTS } from "./topic-defaults.ts";

it("is the cluster's where it has told, stock Kafka's elsewhere, and nothing for a key that nobody knows", () => {
  const told = { "retention.ms": "86400000" };
  expect(defaultConfigValue("retention.ms", told)).toBe("86400000");
  expect(defaultConfigValue("retention.bytes", told)).toBe("-1");
  expect(defaultConfigValue("retention.ms", STOCK_DEFAULTS)).toBe("604800000");
  expect(defaultConfigValue("__proto__", told)).toBeUndefined();
});
