import { describe, expect, test } from "vitest";
import {
  type ChangingTopic,
  changeDraftOf,
  liveAt,
  pathInChangeForm,
  readTopicChange,
  rulesOfChange,
} from "./change-draft.ts";
import type { TopicDraft } from "./topic-draft.ts";

const limit = { text: "", min: null, max: null, fixed: null, allowed: null, required: false };
const rules = rulesOfChange({
  budget: [],
  defaults: { "segment.bytes": "536870912" },
  limits: [
    { ...limit, path: "spec.replicationFactor", fixed: "3", text: "3" },
    { ...limit, path: "spec.config.min.insync.replicas", min: "2", text: "at least 2" },
  ],
});

const topic: ChangingTopic = {
  cluster: "local",
  name: "orders.order-placed.v1",
  desired: {
    partitions: 6,
    replicationFactor: 1,
    config: { "retention.ms": "604800000", "segment.bytes": "1073741824" },
  },
  metadata: {
    ...{ description: "", classification: "internal", contact: "", tags: [], docs: "", expectedBytesPerSecond: null },
  },
  observed: { topicId: "t", partitions: 6, replicationFactor: 1, config: { "retention.ms": "86400000" } },
};

const start = changeDraftOf(topic, rules);

function typed(fields: Record<string, string>): TopicDraft {
  return { ...start, fields: { ...start.fields, ...fields } };
}

const patchOf = (fields: Record<string, string>) => readTopicChange(typed(fields), rules, topic);

describe("what goes into the patch of a change", () => {
  test("nothing, while everything stands as it is desired", () => {
    expect(readTopicChange(start, rules, topic)).toEqual({ patch: {}, errors: [] });
  });

  test("nothing for the same value written otherwise", () => {
    expect(patchOf({ "spec.config.retention.ms": "168h", "spec.config.segment.bytes": "1 GiB" }).patch).toEqual({});
  });

  test("another retention, in Kafka's spelling", () => {
    expect(patchOf({ "spec.config.retention.ms": "30d" }).patch).toEqual({ config: { "retention.ms": "2592000000" } });
  });

  test("null for a setting that is emptied, nothing for one that never was set", () => {
    const emptied = { "spec.config.retention.ms": " ", "spec.config.cleanup.policy": "" };
    expect(patchOf(emptied).patch).toEqual({ config: { "retention.ms": null } });
  });

  test("a setting that was not stated before", () => {
    expect(patchOf({ "spec.config.max.message.bytes": "2 MiB" }).patch).toEqual({
      config: { "max.message.bytes": "2097152" },
    });
  });

  test("counts and the classification", () => {
    expect(patchOf({ "spec.partitions": "3", "metadata.classification": "confidential" }).patch).toEqual({
      partitions: 3,
      classification: "confidential",
    });
  });

  test("what cannot be read is named at its field and goes along as typed", () => {
    const { patch, errors } = patchOf({ "spec.partitions": "six", "spec.config.retention.ms": "soon" });
    expect(errors.map(({ path }) => path)).toEqual(["spec.partitions", "spec.config.retention.ms"]);
    expect(patch).toEqual({ partitions: "six", config: { "retention.ms": "soon" } });
  });
});

test("what stands is shown also where the rules would let only another value pass", () => {
  expect(start.fields["spec.replicationFactor"]).toBe("1");
  expect(rules.limits[0]?.fixed).toBeNull();
});

test("a setting that the rules ask for and nobody stated begins empty, and changes nothing so", () => {
  expect(start.fields["spec.config.min.insync.replicas"]).toBe("");
});

test("what lives, beside what is desired", () => {
  expect(liveAt(topic, "spec.partitions", rules)).toBe("6");
  expect(liveAt(topic, "spec.config.retention.ms", rules)).toBe("1 d");
  expect(liveAt(topic, "spec.config.segment.bytes", rules)).toBe("not set, 512 MiB by default");
  expect(liveAt({ observed: null }, "spec.partitions", rules)).toBeNull();
});

test("paths of the request lead to the controls of the form", () => {
  expect(
    ["patch.partitions", "patch.config.retention.ms", "patch.classification", "reason"].map(pathInChangeForm),
  ).toEqual([...["spec.partitions", "spec.config.retention.ms", "metadata.classification", "reason"]]);
});
