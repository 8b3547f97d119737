import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetVerdicts } from "#lib/db/worker-stores/compatibility-verdicts";
import { forgetProbes } from "#lib/db/worker-stores/open-probes";
import type { SchemaDefinition } from "#lib/domain/schema";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { parseSchema } from "#lib/schema/parse-schema";
import { serveCluster } from "./loop.ts";
import { silent, TestInstallation, until } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import { record, TestSubjects } from "./test-subjects.ts";
import { WakeUp } from "./wake-up.ts";

const TOPIC = "orders.placed";
const SUBJECT = `${TOPIC}-value`;
let installation: TestInstallation;
let subjects: TestSubjects;
let registry: WatchedRegistry;
let cluster: InMemoryCluster;
let wakeUps: { kafka: WakeUp; registry: WakeUp; probes: WakeUp };
let stop: AbortController;
let served: Promise<void>;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  count += 1;
  subjects = new TestSubjects(installation, `probed-${count}`);
  await subjects.declare();
  registry = new WatchedRegistry();
  cluster = new InMemoryCluster();
  cluster.createOutside({ name: TOPIC, partitions: 1, replicationFactor: 1, config: {} });
});
afterEach(async () => {
  stop.abort();
  registry.faults = {};
  cluster.faults = {};
  await served;
});

/** The whole of a worker's work on the cluster. */
function serve({ withRegistry = true } = {}): void {
  stop = new AbortController();
  wakeUps = { kafka: new WakeUp(), registry: new WakeUp(), probes: new WakeUp() };
  served = serveCluster(
    {
      ...{ slug: subjects.cluster, workerId: "worker-1", db: installation.database.worker, credentialKey: "", wakeUps },
      ...{
        admin: cluster.connect(),
        reader: cluster.connectReader(),
        registry: withRegistry ? registry.connect() : null,
      },
      ...{ sweepIntervalMs: 30_000, figuresIntervalMs: 60_000, log: silent },
    },
    stop.signal,
  );
}

type Asked = { id: string; answer: unknown };
async function ask(kind: string, question: object, seconds = 60): Promise<string> {
  const [row] = await installation.database.web.$queryRaw<{ id: string }[]>`
    INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at)
    VALUES (${subjects.cluster}, ${kind}, ${JSON.stringify(question)}::jsonb, ${installation.people.userId}::uuid,
      clock_timestamp() + make_interval(secs => ${seconds}))
    RETURNING id`;
  wakeUps.probes.ring();
  return String(row?.id);
}
const answered = async (id: string) => {
  const look = () => installation.owner.$queryRaw<Asked[]>`SELECT id, answer FROM probes WHERE id = ${id}::uuid`;
  const [row] = await until(look, ([one]) => one?.answer !== null);
  return row?.answer;
};
const compatibility = (definition: SchemaDefinition) =>
  ask("compatibility", { subject: SUBJECT, definition, hash: hashOf(definition) });
const sample = (topic = TOPIC, count = 10) => ask("sample", { topic, count });
const verdicts = () => installation.owner.$queryRaw<unknown[]>`
  SELECT subject, hash, base_version AS base, level, compatible FROM compatibility_verdicts WHERE cluster_slug = ${subjects.cluster}`;
const swept = () =>
  until(
    () => installation.owner.$queryRaw<{ seen: boolean }[]>`
      SELECT seen_at IS NOT NULL AS seen FROM registry_status WHERE cluster_slug = ${subjects.cluster}`,
    ([row]) => row?.seen === true,
  );

function hashOf(definition: SchemaDefinition): string {
  const read = parseSchema(definition, () => null);
  return read.ok ? read.value.hash : "";
}

describe("a question about compatibility", () => {
  beforeEach(() => registry.registerOutside(SUBJECT, record("id")));

  it("is answered in the registry's words, and the verdict is kept with the version it is about", async () => {
    serve();
    expect(await answered(await compatibility(record("id:int")))).toMatchObject({
      ok: true,
      value: { compatible: false, level: "BACKWARD", messages: ["id is of another type"], baseVersion: 1 },
    });
    expect(await answered(await compatibility(record("id", "note")))).toMatchObject({ value: { compatible: true } });
    expect(await verdicts()).toHaveLength(2);
    expect(await verdicts()).toContainEqual({
      subject: SUBJECT,
      hash: hashOf(record("id:int")),
      base: 1,
      level: "BACKWARD",
      compatible: false,
    });
  });

  it("is answered while a sweep hangs and Kafka is away", async () => {
    cluster.stop();
    const held = Promise.withResolvers<void>();
    const hangs = Promise.withResolvers<void>();
    registry.faults = {
      before: ({ method }) => {
        if (method !== "listSubjects") return;
        hangs.resolve();
        return held.promise;
      },
    };
    serve();
    await hangs.promise;
    expect(await answered(await compatibility(record("id")))).toMatchObject({ ok: true });
    held.resolve();
  });

  it("is answered in words at once when the registry is away, what is no schema is told, and where there is no registry too", async () => {
    registry.stop();
    serve();
    expect(await answered(await compatibility(record("id")))).toEqual({
      ok: false,
      message: "The schema registry did not answer: The registry cannot be reached.",
    });
    registry.start();
    expect(await answered(await compatibility({ ...record("id"), schema: "{" }))).toMatchObject({
      ok: false,
      message: expect.stringContaining("Syntax violation"),
    });
    stop.abort();
    await served;
    serve({ withRegistry: false });
    expect(await answered(await compatibility(record("id")))).toEqual({
      ok: false,
      message: "This cluster has no schema registry.",
    });
  });

  it("that expired is not answered, and is forgotten with its answer, as old verdicts are", async () => {
    serve();
    await answered(await compatibility(record("id")));
    const late = await ask("compatibility", {}, -1);
    await answered(await compatibility(record("id")));
    const [row] = await installation.owner.$queryRaw<Asked[]>`SELECT id, answer FROM probes WHERE id = ${late}::uuid`;
    expect(row?.answer).toBeNull();

    await installation.owner.$executeRaw`UPDATE probes SET expires_at = now() WHERE answered_at IS NOT NULL`;
    await forgetProbes(installation.database.worker, 10);
    expect(await installation.owner.$queryRaw`SELECT 1 FROM probes`).toEqual([]);
    await installation.owner.$executeRaw`UPDATE compatibility_verdicts SET judged_at = now() - interval '31 days'`;
    await forgetVerdicts(installation.database.worker, 10);
    expect(await verdicts()).toEqual([]);
  });
});

it("a request that was submitted while the registry was away is judged when it is back, and again when its subject changed", async () => {
  registry.registerOutside(SUBJECT, record("id"));
  serve();
  await swept();
  registry.stop();
  const definition = record("id:int");
  await subjects.submit(SUBJECT, definition, hashOf(definition));
  registry.start();
  await until(verdicts, (all) => all.length === 1);
  expect(await verdicts()).toMatchObject([{ base: 1, compatible: false }]);

  registry.registerOutside(SUBJECT, record("id", "note"));
  await installation.owner
    .$executeRaw`UPDATE subject_observations SET latest_version = 2 WHERE cluster_slug = ${subjects.cluster}`;
  await until(verdicts, ([verdict]) => (verdict as { base: number }).base === 2);
});

describe("a sample", () => {
  const produce = (value: Buffer | string | null) => cluster.produceOutside(TOPIC, [{ key: "k", value }]);
  const values = async () => {
    const answer = (await answered(await sample())) as { value: { records: { value: unknown; masked: string[] }[] } };
    return answer.value.records;
  };
  /** An Avro string in Confluent's wire format. */
  const wire = (id: number, ...texts: string[]) => {
    const header = Buffer.alloc(5);
    header.writeInt32BE(id, 1);
    return Buffer.concat([header, ...texts.flatMap((text) => [Buffer.from([text.length * 2]), Buffer.from(text)])]);
  };
  const secretive: SchemaDefinition = {
    schemaType: "AVRO",
    schema: JSON.stringify({
      type: "record",
      name: "Order",
      fields: [
        { name: "id", type: "string" },
        { name: "iban", type: "string", "confluent:tags": ["PII"] },
      ],
    }),
    references: [],
  };

  it("is decoded, masked by the record's own schema, whether a sweep has seen it or not", async () => {
    registry.registerOutside(SUBJECT, secretive);
    produce(wire(1, "o-1", "DE00"));
    serve();
    for (let time = 0; time < 2; time += 1) {
      expect(await values()).toMatchObject([
        { value: { kind: "decoded", schemaId: 1, value: { id: "o-1", iban: "•••" } }, masked: ["iban"] },
      ]);
      await swept();
    }
  });

  it("is masked by the topic's schema where it is JSON, and withheld where it cannot be taken apart", async () => {
    registry.registerOutside(SUBJECT, secretive);
    serve();
    await swept();
    for (const value of ['{"id":"o-1","iban":"DE00"}', "DE00", Buffer.from([1, 2]), null]) produce(value);
    const records = await values();
    expect(records.map(({ value }) => value)).toMatchObject([
      { kind: "null" },
      { kind: "bytes", base64: "", reason: expect.stringContaining("Withheld") },
      { kind: "bytes", base64: "", reason: expect.stringContaining("Withheld") },
      { kind: "json", value: { id: "o-1", iban: "•••" } },
    ]);
    expect(JSON.stringify(records)).not.toContain("DE00");
  });

  it("tells where, when, key and headers; what names an unknown schema is shown as bytes", async () => {
    cluster.produceOutside(TOPIC, [
      { key: "k", value: wire(99), timestamp: 1_700_000_000_000, headers: { trace: "t" } },
    ]);
    serve();
    expect(await answered(await sample())).toMatchObject({
      ok: true,
      value: {
        note: "",
        records: [
          {
            ...{ partition: 0, offset: "0", timestamp: "2023-11-14T22:13:20.000Z" },
            ...{ key: { kind: "text", text: "k" }, headers: [{ key: "trace", value: "t" }], masked: [] },
            value: { kind: "bytes", reason: expect.stringContaining("schema 99") },
          },
        ],
      },
    });
  });

  it("holds at most a mebibyte, and says what is left out", async () => {
    for (let index = 0; index < 20; index += 1) produce(Buffer.alloc(60_000, 255));
    serve();
    const answer = (await answered(await sample(TOPIC, 20))) as { value: { records: unknown[]; note: string } };
    expect(JSON.stringify(answer).length).toBeLessThan(1_050_000);
    expect(answer.value.records).toHaveLength(13);
    expect(answer.value.note).toBe("7 of 20 records are left out: a sample holds at most 1 MiB.");
  });

  it("of an unknown topic, or with the cluster away, is refused in words", async () => {
    serve();
    expect(await answered(await sample("nothing"))).toMatchObject({ ok: false });
    cluster.stop();
    expect(await answered(await sample())).toMatchObject({
      ok: false,
      message: expect.stringContaining("The cluster did not answer"),
    });
  });
});

it("a worker that is stopped does not wait for a registry that hangs", async () => {
  const asked = Promise.withResolvers<void>();
  serve();
  await swept();
  const held = Promise.withResolvers<void>();
  registry.faults = {
    before: ({ method }) => {
      if (method !== "checkCompatibility") return;
      asked.resolve();
      return held.promise;
    },
  };
  const id = await compatibility(record("id"));
  await asked.promise;
  stop.abort();
  await served;
  const [row] = await installation.owner.$queryRaw<Asked[]>`SELECT id, answer FROM probes WHERE id = ${id}::uuid`;
  expect(row?.answer).toBeNull();
  held.resolve();
});
