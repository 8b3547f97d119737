import { expect } from "@playwright/test";
import type { ProbeAsked, ProbeView } from "#lib/contract/probes";
import type { SchemaPreview } from "#lib/contract/schema-requests";
import type { SubjectView } from "#lib/contract/subjects";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { expectApplied, type Side, SOON } from "./access-world.ts";
import { type Client, expectOk } from "./client.ts";

/** A schema as the API takes it. */
export type Schema = { schemaType: "AVRO" | "JSON" | "PROTOBUF"; schema: string; references?: object[] };

/** An Avro record of these fields; each has documentation, so that no rule warns. */
export function avro(name: string, fields: object[]): Schema {
  const documented = fields.map((field) => ({ doc: "What it says.", ...field }));
  const record = { type: "record", name, namespace: "example.tests", doc: "A record.", fields: documented };
  return { schemaType: "AVRO", schema: JSON.stringify(record) };
}

const id = { name: "id", type: "string" };
const total = { name: "total", type: "long" };
/** A first version, one that adds a field with a default, and one without a field that the first has. */
export const FIRST = avro("Placed", [id, total]);
export const WITH_NOTE = avro("Placed", [id, total, { name: "note", type: "string", default: "" }]);
export const WITHOUT_TOTAL = avro("Placed", [id]);

/** A request for a schema of a topic's values as `POST /schema-requests` takes it. */
export function schemaRequest(topic: string, schema: Schema, changes: object = {}) {
  return { cluster: "local", topic, part: "value", ...schema, reason: "Readers have to know it.", ...changes };
}

export async function askSchema(client: Client, input: object): Promise<RequestSubmitted> {
  return expectOk<RequestSubmitted>(await client.post("/schema-requests", input));
}

/** Judged as it stands, and nothing stored. */
export async function previewSchema(client: Client, input: object): Promise<SchemaPreview> {
  return expectOk<SchemaPreview>(await client.post("/schema-requests?dryRun=true", input));
}

/** Has the registry asked about a schema, again where it did not answer in time, until its answer counts. */
export async function judgedByRegistry(client: Client, input: object): Promise<SchemaPreview> {
  const { topic, schemaType, schema, references = [] } = input as Schema & { topic: string };
  const question = { cluster: "local", subject: `${topic}-value`, schemaType, schema, references };
  const judged: SchemaPreview[] = [];
  const ask = async () => {
    const { probeId } = expectOk<ProbeAsked>(await client.post("/compatibility-checks", question));
    await probeOf(client, probeId);
    judged.unshift(await previewSchema(client, input));
    return judged[0]?.impact?.verdict?.state;
  };
  await expect.poll(ask, SOON).not.toBe("unjudged");
  const [last] = judged;
  if (!last) throw new Error("nothing was judged");
  return last;
}

/** Approves as soon as the registry has judged what is asked for. */
export async function approveJudged(by: Client, { id: request, fingerprint }: RequestSubmitted): Promise<void> {
  const attempt = async () => (await by.post(`/requests/${request}/approve`, { fingerprint })).status;
  await expect.poll(attempt, SOON).toBe(200);
}

/** A version that was asked for, approved and seen in the registry; answers the subject. */
export async function makeVersion(side: Side, topic: string, schema: Schema, changes: object = {}): Promise<string> {
  const request = await askSchema(side.member, schemaRequest(topic, schema, changes));
  if (request.state === "submitted") await approveJudged(side.owner, request);
  await expectApplied(side.member, request.id);
  return `${topic}-value`;
}

export async function subjectOf(client: Client, subject: string): Promise<SubjectView> {
  return expectOk<SubjectView>(await client.get(`/subjects/local/${encodeURIComponent(subject)}`));
}

/** Asks something about a subject: `compatibility`, `adoption`, `revert`, `deletion`. */
export async function askAbout(
  client: Client,
  subject: string,
  what: string,
  more: object = {},
): Promise<RequestSubmitted> {
  const path = `/subjects/local/${encodeURIComponent(subject)}/${what}`;
  return expectOk<RequestSubmitted>(await client.post(path, { reason: "The tests ask for it.", ...more }));
}

/** The newest records of a topic, as the worker answers. */
export function sampleOf(client: Client, topic: string, reason: string): Promise<ProbeView> {
  return answerTo(client, "/samples", { cluster: "local", topic, count: 5, reason });
}

/** How the worker says that a busy machine was too slow for whoever waits, who asks again then. */
const LATE = { state: "failed", message: expect.stringContaining("no answer within") };

/** The worker's answer to a question, which is put again where nothing answered in time. */
export async function answerTo(client: Client, path: string, question: object): Promise<ProbeView> {
  const answers: ProbeView[] = [];
  const ask = async () => {
    const { probeId } = expectOk<ProbeAsked>(await client.post(path, question));
    answers.unshift(await probeOf(client, probeId));
    return answers[0];
  };
  await expect.poll(ask, SOON).not.toMatchObject(LATE);
  const [last] = answers;
  if (!last) throw new Error("nobody was asked");
  return last;
}

/** The answer to a question, as soon as it is there. */
async function probeOf(client: Client, probeId: string): Promise<ProbeView> {
  const read = async () => expectOk<ProbeView>(await client.get(`/probes/${probeId}`));
  await expect.poll(async () => (await read()).state, SOON).not.toBe("waiting");
  return read();
}
