import { expect, test } from "vitest";
import { transferRisk } from "./transfer-risk.ts";

test("a transfer is of high risk where data is confidential or a name misleads", () => {
  expect(transferRisk({ classifications: ["public", "internal"], outside: false })).toBe("normal");
  expect(transferRisk({ classifications: [], outside: false })).toBe("normal");
  expect(transferRisk({ classifications: ["internal", "confidential"], outside: false })).toBe("high");
  expect(transferRisk({ classifications: ["restricted"], outside: false })).toBe("high");
  expect(transferRisk({ classifications: ["public"], outside: true })).toBe("high");
});
