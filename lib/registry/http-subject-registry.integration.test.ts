import { randomBytes } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { avroRecord, type RegistryUnderTest } from "./contract-registry.ts";
import { createHttpSubjectRegistry } from "./http-subject-registry.ts";
import { subjectRegistryContract } from "./subject-registry.contract.ts";
import { registryDeletionsContract } from "./subject-registry-deletions.contract.ts";
import { registryLevelsContract } from "./subject-registry-levels.contract.ts";
import { testRegistry } from "./test-registry.ts";

const connection = testRegistry(process.env);

/** The registry flushes each write to disk: a thousand of them take seconds on an idle machine, and minutes on a busy one. */
const MANY_WRITES_MS = 300_000;

describe("a real registry", () => {
  const start = async (): Promise<RegistryUnderTest> => ({
    prefix: `contract-${randomBytes(4).toString("hex")}.`,
    connect: () => createHttpSubjectRegistry(connection),
    connectToNothing: () => createHttpSubjectRegistry({ ...connection, url: "http://127.0.0.1:1" }),
  });
  subjectRegistryContract(start);
  registryLevelsContract(start);
  registryDeletionsContract(start);

  it("lists more subjects than fit into one page", { timeout: MANY_WRITES_MS }, async () => {
    const registry = createHttpSubjectRegistry(connection);
    const prefix = `paging-${randomBytes(4).toString("hex")}.`;
    const subjects = Array.from({ length: 1_010 }, (_, index) => `${prefix}${index}`);
    const definition = avroRecord({ id: "string" });
    // Whoever sweeps this registry afterwards would read all of them, every time.
    onTestFinished(async () => {
      await twentyAtOnce(subjects, (subject) => registry.deleteSubject(subject, false));
      await twentyAtOnce(subjects, (subject) => registry.deleteSubject(subject, true));
    }, MANY_WRITES_MS);
    const answers = await twentyAtOnce(subjects, (subject) => registry.register(subject, definition));
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);

    const listed = await registry.listSubjects();

    expect(listed.filter((subject) => subject.startsWith(prefix))).toEqual([...subjects].sort());
  });

  it("gives reasons without the class that thought of them", async () => {
    const registry = createHttpSubjectRegistry(connection);
    const subject = `reasons-${randomBytes(4).toString("hex")}`;
    await registry.register(subject, avroRecord({ amount: "int" }));
    await registry.setLevel(subject, "BACKWARD");

    const answer = await registry.register(subject, avroRecord({ amount: "string" }));

    expect(answer).toMatchObject({
      error: { message: expect.stringMatching(/^Incompatible artifact: .*\/fields\/0/) },
    });
  });
});

async function twentyAtOnce<T>(subjects: readonly string[], ask: (subject: string) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let at = 0; at < subjects.length; at += 20)
    answers.push(...(await Promise.all(subjects.slice(at, at + 20).map(ask))));
  return answers;
}
