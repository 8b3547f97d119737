import { describe, expect, test } from "vitest";
import type { FieldLimit } from "#lib/contract/pages";
import { readTopicDraft } from "./read-topic-draft.ts";
import {
  configKeys,
  draftOf,
  EMPTY_DRAFT,
  type FormRules,
  inSegments,
  nameBegun,
  nameOf,
  segmentControl,
  textAt,
  underRules,
  withControl,
  withName,
} from "./topic-draft.ts";

const limit = (rest: Partial<FieldLimit> & { path: string }): FieldLimit => ({
  text: "",
  min: null,
  max: null,
  fixed: null,
  allowed: null,
  required: false,
  ...rest,
});

const template: FormRules["template"] = {
  separator: ".",
  forbiddenWords: [],
  segments: [
    { type: "team-prefix", name: "domain" },
    { type: "pattern", name: "dataset", pattern: "[a-z-]+", describe: "lower-case words joined by hyphens" },
    { type: "version", name: "version" },
  ],
};
const rules: FormRules = { template, prefixes: ["orders.", "baskets."], limits: [], defaults: {} };

const typed = (dataset: string) => ({ ...EMPTY_DRAFT, parts: { dataset } });

describe("the name", () => {
  test("a prefix and a first version stand there before anything is typed", () => {
    expect(nameBegun(EMPTY_DRAFT, rules)).toBe(false);
    expect(nameOf(typed("order-placed"), rules)).toBe("orders.order-placed.v1");
  });

  test("a pasted name is taken apart, and together again", () => {
    const pasted = inSegments({ ...EMPTY_DRAFT, whole: " baskets.basket-filled.v3 " }, rules);

    expect(pasted).toMatchObject({
      whole: null,
      parts: { domain: "baskets", dataset: "basket-filled", version: "v3" },
    });
    expect(nameOf(pasted, rules)).toBe("baskets.basket-filled.v3");
  });

  test("a suggestion goes where the name is typed", () => {
    expect(withName(typed("Order_Placed"), rules, "orders.order-placed.v1").parts.dataset).toBe("order-placed");
    expect(withName({ ...EMPTY_DRAFT, whole: "x" }, rules, "orders.x.v1").whole).toBe("orders.x.v1");
  });

  test("each control leads to what it holds", () => {
    const segments = template.segments;
    expect(segments.map((segment) => segmentControl(segments, segment))).toEqual([
      "name.domain",
      "name",
      "name.version",
    ]);

    const filled = [
      ["name", "a"],
      ["name.version", "v2"],
      ["reason", "why"],
    ] as const;
    const draft = filled.reduce((before, [control, value]) => withControl(before, rules, control, value), EMPTY_DRAFT);
    expect(nameOf(draft, rules)).toBe("orders.a.v2");
    expect(draft.fields).toEqual({ reason: "why" });
    expect(withControl({ ...EMPTY_DRAFT, whole: "x" }, rules, "name", "y").whole).toBe("y");
  });

  test("another team's prefix takes the place of one that is not its own", () => {
    expect(nameOf(typed("x"), { ...rules, prefixes: ["payments."] })).toBe("payments.x.v1");
  });

  test("under another template, and none, nothing that was typed is lost", () => {
    const other: FormRules = { ...rules, template: { ...template, segments: template.segments.slice(0, 2) } };

    expect(nameOf(underRules(typed("order-placed"), rules, other), other)).toBe("orders.order-placed.v1");
    const none = { ...rules, template: null };
    expect(nameOf(underRules(typed("order-placed"), rules, none), none)).toBe("orders.order-placed.v1");
    expect(underRules({ ...EMPTY_DRAFT, whole: "orders.a.v2" }, none, rules).parts.version).toBe("v2");
  });
});

describe("what a field starts with", () => {
  const start = (path: string, ...limits: FieldLimit[]) => textAt(EMPTY_DRAFT, { ...rules, limits }, path);

  test.each([
    ["spec.partitions", [], "6"],
    ["spec.partitions", [limit({ path: "spec.partitions", max: "3" })], "3"],
    ["spec.replicationFactor", [limit({ path: "spec.replicationFactor", min: "3" })], "3"],
    ["spec.config.retention.ms", [], "7 d"],
    ["spec.config.retention.ms", [limit({ path: "spec.config.retention.ms", max: "86400000" })], "1 d"],
    ["metadata.classification", [limit({ path: "metadata.classification", allowed: ["public"] })], "public"],
    ["spec.replicationFactor", [limit({ path: "spec.replicationFactor", fixed: "3" })], "3"],
  ])("%s with %j is %s", (path, limits, text) => {
    expect(start(path, ...limits)).toBe(text);
  });

  test("a value that the rules fix wins over what was typed before", () => {
    const draft = { ...EMPTY_DRAFT, fields: { "spec.replicationFactor": "1" } };
    const fixed = { ...rules, limits: [limit({ path: "spec.replicationFactor", fixed: "3" })] };

    expect(textAt(draft, fixed, "spec.replicationFactor")).toBe("3");
    expect(textAt(draft, rules, "spec.replicationFactor")).toBe("1");
  });

  test("a setting whose default the rules refuse is asked at once", () => {
    const limits = [
      limit({ path: "spec.config.min.insync.replicas", min: "2" }),
      limit({ path: "spec.config.segment.ms", max: "1" }),
    ];
    const demanding = { ...rules, limits };

    expect(configKeys(EMPTY_DRAFT, demanding).asked).toEqual(["retention.ms", "cleanup.policy", "min.insync.replicas"]);
    expect(readTopicDraft(typed("x"), demanding).input.spec.config["min.insync.replicas"]).toBe("2");
  });
});

describe("reading", () => {
  const read = (fields: Record<string, string>) => readTopicDraft({ ...typed("x"), fields }, rules);

  test("durations, sizes and rates as people write them", () => {
    const { input, errors } = read({
      "spec.partitions": " 12 ",
      "spec.config.retention.ms": "7d",
      "spec.config.max.message.bytes": "1MiB",
      "metadata.expectedBytesPerSecond": "5 kB/s",
      "metadata.tags": "billing, eu  daily",
    });

    expect(errors).toEqual([]);
    expect(input.spec).toEqual({
      partitions: 12,
      replicationFactor: 1,
      config: { "retention.ms": "604800000", "cleanup.policy": "delete", "max.message.bytes": "1048576" },
    });
    expect(input.metadata).toMatchObject({ expectedBytesPerSecond: 5_000, tags: ["billing", "eu", "daily"] });
  });

  test("an empty retention leaves it to the cluster; an added setting needs a value", () => {
    const { input, errors } = read({ "spec.config.retention.ms": "", "spec.config.segment.ms": " " });

    expect(input.spec.config).not.toHaveProperty("retention.ms");
    expect(errors.map(({ path }) => path)).toEqual(["spec.config.segment.ms"]);
  });

  test("what cannot be read is named, and kept", () => {
    const { input, errors } = read({
      "spec.partitions": "6x",
      "spec.config.retention.ms": "7 moons",
      "metadata.expectedBytesPerSecond": "-1",
    });

    expect(errors.map(({ path }) => path)).toEqual([
      "spec.partitions",
      "spec.config.retention.ms",
      "metadata.expectedBytesPerSecond",
    ]);
    expect(input.spec.partitions).toBe("6x");
    expect(input.spec.config["retention.ms"]).toBe("7 moons");
  });

  test("what a request asks for fills the form and reads back the same", () => {
    const patch = {
      spec: {
        partitions: 6,
        replicationFactor: 1,
        config: { "retention.ms": "604800000", "max.message.bytes": "1048588" },
      },
      metadata: {
        description: "d",
        classification: "internal" as const,
        contact: "",
        tags: ["a", "b"],
        docs: "# x",
        expectedBytesPerSecond: 5_000,
      },
    };
    const { input } = readTopicDraft(draftOf({ name: "orders.x.v1", patch, reason: "why" }), rules);

    expect(input).toEqual({ name: "orders.x.v1", ...patch, reason: "why" });
  });
});
