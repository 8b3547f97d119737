import { expect, test } from "vitest";
import { inMoney } from "./cost-words.ts";

test("money is said in its currency, exact and grouped", () => {
  expect(inMoney("1234.50", "EUR")).toBe("EUR 1,234.50");
  expect(inMoney("858993459199991409.97", "USD")).toBe("USD 858,993,459,199,991,409.97");
  expect(inMoney("0.00", "CHF")).toBe("CHF 0.00");
});
