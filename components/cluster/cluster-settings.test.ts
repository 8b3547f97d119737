import { expect, test } from "vitest";
import { UpdateClusterSettings } from "#lib/contract/platform";
import { clusterSettingsInput } from "./cluster-settings-input.ts";
import { settingsInWords } from "./cluster-settings-words.ts";

const settings = {
  priceGibMonth: "0.10",
  pricePartitionMonth: null,
  currency: "EUR",
  driftPolicy: "ask",
  guardShare: 0.3,
  staleAfterDays: 30,
  recentWriteHours: 1,
} as const;

function typed(fields: Record<string, string>): FormData {
  const form = new FormData();
  const texts = { ...settings, pricePartitionMonth: "", ...fields };
  for (const [name, value] of Object.entries(texts)) form.set(name, String(value));
  return form;
}

const cluster = { slug: "local", version: 3 };

test("what was typed is what the contract takes, an empty price being none", () => {
  expect(clusterSettingsInput(typed({}), cluster)).toEqual({ cluster: "local", version: 3, ...settings });
  expect(clusterSettingsInput(typed({ currency: " chf " }), cluster).currency).toBe("CHF");
});

test("what is no number is refused with what was typed, and what is allowed", () => {
  const parsed = UpdateClusterSettings.safeParse(clusterSettingsInput(typed({ guardShare: "30%" }), cluster));
  expect(parsed.error?.issues).toMatchObject([
    { path: ["guardShare"], message: expect.stringContaining("0.3 for 30 %") },
  ]);
});

test.each([
  ["a negative price", { priceGibMonth: "-1" }],
  ["a price in words", { priceGibMonth: "ten" }],
  ["a price of seven places", { priceGibMonth: "0.0000001" }],
  ["a price that no column holds", { pricePartitionMonth: "100000000" }],
  ["a currency of four letters", { currency: "EURO" }],
  ["another drift policy", { driftPolicy: "revert-all" }],
  ["a share of nothing", { guardShare: "0" }],
  ["more than everything", { guardShare: "1.01" }],
  ["no days", { staleAfterDays: "0" }],
  ["half an hour", { recentWriteHours: "0.5" }],
])("%s is refused", (_, fields) => {
  expect(UpdateClusterSettings.safeParse(clusterSettingsInput(typed(fields), cluster)).success).toBe(false);
});

test("settings are said in words, and no price is not a price of nothing", () => {
  const words = (more: object) =>
    Object.fromEntries(settingsInWords({ ...settings, ...more }).map(({ term, value }) => [term, value]));
  expect(words({})).toMatchObject({
    Prices: "EUR 0.10 per GiB-month",
    "Mass-change guard": "stops when more than 30 % of the cluster vanishes at once",
    "Topics in use": "written within 1 hour",
  });
  expect(words({ priceGibMonth: "0.1", pricePartitionMonth: "0.000125" }).Prices).toBe(
    "EUR 0.10 per GiB-month, EUR 0.000125 per partition and month",
  );
  expect(words({ priceGibMonth: null }).Prices).toBe("none set");
});
