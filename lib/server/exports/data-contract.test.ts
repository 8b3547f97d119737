import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { dataContract } from "./data-contract.ts";
import { contractProperties } from "./data-contract-properties.ts";
import { AVRO, exportedTopic, FACTS } from "./test-facts.ts";

const standard = readFileSync(path.join(import.meta.dirname, "odcs-json-schema-v3.1.0.json"), "utf8");
const ajv = new Ajv2019({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(standard) as object);

const problems = (contract: object) => (validate(contract) ? [] : validate.errors);

describe("a topic as a data contract", () => {
  it.each(FACTS.topics)("is valid: $name", (topic) => {
    expect(problems(dataContract(topic, FACTS))).toEqual([]);
  });

  it("is not called valid by a validator that looks at nothing", () => {
    const contract = dataContract(exportedTopic(), FACTS);
    expect(problems({ ...contract, kind: "Something" })).not.toEqual([]);
    expect(problems({ ...contract, extra: true })).not.toEqual([]);
  });

  it("says who answers for it, how long records stay and what clients connect to", () => {
    expect(dataContract(exportedTopic(), FACTS)).toMatchObject({
      ...{ version: "3", status: "active", domain: "orders", team: { name: "Orders" } },
      description: { purpose: "One event per accepted order.", usage: "# Orders\n\nNever twice." },
      servers: [
        { type: "kafka", host: "a.example.test:9092,b.example.test:9092", format: "avro", environment: "production" },
        {},
        {},
      ],
      slaProperties: [{ property: "retention", value: 7, unit: "d" }],
      support: [{ channel: "orders@example.test", tool: "email" }, { channel: "#orders" }],
    });
    expect(dataContract(FACTS.topics[1] ?? exportedTopic(), FACTS)).toMatchObject({
      status: "deprecated",
      slaProperties: [{ property: "retention" }, { property: "endOfSupport", value: "2027-01-01T00:00:00.000Z" }],
      customProperties: expect.arrayContaining([{ property: "successor", value: "orders.sent.v2" }]),
    });
  });
});

describe("fields as properties", () => {
  it("nest as they do in records and lists; what is sensitive is restricted, the rest is classified as the topic", () => {
    expect(contractProperties(AVRO.fields, "internal")).toMatchObject([
      {
        name: "id",
        logicalType: "string",
        required: true,
        classification: "internal",
        description: "Chosen by the shop.",
      },
      {
        name: "customer",
        logicalType: "object",
        properties: [{ name: "email", classification: "restricted", tags: ["PII"], required: false }],
      },
      {
        name: "lines",
        logicalType: "array",
        items: { logicalType: "object", properties: [{ name: "price", logicalType: "number" }] },
      },
      { name: "placedAt", logicalType: "timestamp", physicalType: "long (timestamp-millis)" },
    ]);
  });

  it("keep the whole path of a field whose record is not among them", () => {
    const [orphan] = contractProperties(
      AVRO.fields.filter(({ path: at }) => at === "customer.email"),
      null,
    );
    expect(orphan).toMatchObject({ name: "customer.email" });
    expect(orphan).toHaveProperty("classification", "restricted");
  });
});
