import { expect, test } from "vitest";
import { quotaInWords, quotaLimits, quotaOf, quotaText, readQuota } from "./quota-texts.ts";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test.each([
  ["10MiB", 10_485_760],
  ["10 MiB/s", 10_485_760],
  ["1,000,000", 1_000_000],
  ["", undefined],
  ["-1", undefined],
  ["unlimited", undefined],
])("a byte rate typed as %j is %s", (typed, value) => {
  expect(readQuota("producerByteRate", typed)).toEqual({ ok: true, value });
});

test("what is no size says how to write one", () => {
  expect(readQuota("consumerByteRate", "ten")).toEqual({
    ok: false,
    message: expect.stringContaining('"ten" cannot be read as a number of bytes'),
  });
});

test.each([
  ["50", 50],
  ["12.5 %", 12.5],
])("request time typed as %j is %s percent", (typed, value) => {
  expect(readQuota("requestPercentage", typed)).toEqual({ ok: true, value });
});

test("request time in words is refused", () => {
  expect(readQuota("requestPercentage", "half")).toMatchObject({ ok: false });
});

test("a form leaves out what is empty and hands on what it cannot read", () => {
  const form = formOf({
    "quota.producerByteRate": "1 MiB",
    "quota.consumerByteRate": "",
    "quota.requestPercentage": "x",
  });
  expect(quotaOf(form)).toEqual({ producerByteRate: 1_048_576, requestPercentage: "x" });
});

test("limits are shown both ways, and a field's text reads back", () => {
  expect(quotaInWords("producerByteRate", 10_485_760)).toBe("10 MiB/s (10,485,760 B/s)");
  expect(quotaInWords("consumerByteRate", 7)).toBe("7 B/s");
  expect(quotaLimits({ requestPercentage: 50 })).toEqual([{ term: "Request time", value: "50 % of a thread" }]);
  for (const value of [1, 999, 1_048_576, 1_500_000]) {
    const text = quotaText("producerByteRate", { producerByteRate: value });
    expect(readQuota("producerByteRate", text)).toEqual({ ok: true, value });
  }
});
