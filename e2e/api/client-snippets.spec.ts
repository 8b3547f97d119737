import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { clientSnippets } from "#lib/domain/client-snippets";
import type { ClientSnippet } from "#lib/domain/client-snippets/client-snippet";
import {
  accessRequest,
  applicationOf,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  type Program,
  SOON,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import type { Client } from "../support/client.ts";
import { environment } from "../support/environment.ts";
import { test } from "../support/test.ts";

test.setTimeout(180_000);

test("the Node programs run as they stand, with the password that was shown and nothing else", async ({
  sessions,
}, testInfo) => {
  const side = await makeSide(sessions.admin, "snippets");
  const topic = await makeTopic(side);
  const program = await makeProgram(side);
  const { application } = program;
  await grantAccess(side, side, accessRequest(application, toConsume(topic, application)));
  await grantAccess(side, side, accessRequest(application, toProduce(topic)));

  const { consume, produce, texts } = await snippetsOf(side.member, application);
  for (const text of texts) {
    expect(text).toContain(environment.TEST_KAFKA_BOOTSTRAP);
    expect(text).not.toContain(program.login.password);
  }

  const consumer = run(testInfo.outputDir, consume, program);
  const producer = run(testInfo.outputDir, produce, program);
  await expect.poll(producer.output, SOON).toContain("sent");
  await expect.poll(consumer.output, SOON).toContain("hello");
  expect(consumer.output()).toContain("some-key");
  consumer.stop();
  expect(await Promise.all([producer.code, consumer.code])).toEqual([0, 0]);
});

async function snippetsOf(client: Client, application: string) {
  const { clients } = await applicationOf(client, application);
  const snippets = clients.flatMap(clientSnippets);
  const node = (operation: ClientSnippet["operation"]) => {
    const found = snippets.find((one) => one.tool === "node" && one.operation === operation);
    if (!found) throw new Error(`there is no Node program to ${operation}`);
    return found;
  };
  return { consume: node("consume"), produce: node("produce"), texts: snippets.map(({ text }) => text) };
}

/** Below the repository, where kafkajs is installed; `outputDir` is, and Playwright clears it before every run. */
function run(folder: string, { fileName, text }: ClientSnippet, { login }: Program) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, fileName);
  writeFileSync(path, text);
  const child = spawn(process.execPath, [path], { env: { ...process.env, KAFKA_PASSWORD: login.password } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { output: () => output, stop: () => child.kill("SIGTERM"), code };
}
