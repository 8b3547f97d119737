import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ClientSettings } from "./client-settings.ts";
import { clientSnippets } from "./client-snippets.ts";

const scram: ClientSettings = {
  cluster: "local",
  bootstrapServers: "one.example.test:9092,two.example.test:9092",
  securityProtocol: "SASL_SSL",
  saslMechanism: "SCRAM-SHA-512",
  principal: "orders.billing",
  kind: "scram",
  consume: { topic: "orders.order-placed.v1", group: "billing.invoices" },
  produce: { topic: "orders.invoice.v1", transactionalId: "billing.invoices-1" },
};
const certificate: ClientSettings = {
  ...scram,
  securityProtocol: "SSL",
  saslMechanism: null,
  principal: "CN=billing,OU=orders,O=Example",
  kind: "external",
  produce: { topic: "orders.invoice.v1", transactionalId: null },
};
const folder = mkdtempSync(path.join(tmpdir(), "client-snippets-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("each tool reads and writes, as far as the application may", () => {
  const named = (settings: ClientSettings) =>
    clientSnippets(settings).map(({ tool, operation }) => `${tool} ${operation}`);

  expect(named(scram)).toHaveLength(8);
  expect(named({ ...scram, produce: null })).toEqual(["java consume", "python consume", "node consume", "cli consume"]);
  expect(named({ ...scram, consume: null, produce: null })).toEqual([]);
});

describe.each([
  ["a SCRAM user", scram],
  ["a certificate", certificate],
])("%s", (_, settings) => {
  test.each(clientSnippets(settings))("$tool, to $operation: the real values, and no secret", ({ text, operation }) => {
    expect(text).toContain("one.example.test:9092");
    expect(text).toContain(operation === "consume" ? "orders.order-placed.v1" : "orders.invoice.v1");
    if (settings.saslMechanism) expect(text).toContain("KAFKA_PASSWORD");
    else expect(text).toMatch(/KAFKA_(KEY|CERTIFICATE|KEYSTORE)/);
    if (operation === "consume") expect(text).toContain("billing.invoices");
  });

  test.each(clientSnippets(settings).filter(({ tool }) => tool === "node"))("$fileName is read by node", (snippet) => {
    const file = path.join(folder, snippet.fileName);
    writeFileSync(file, snippet.text);
    expect(() => execFileSync(process.execPath, ["--check", file], { stdio: "pipe" })).not.toThrow();
  });
});

test("a text that a shell would read differently stays one word", () => {
  const settings = { ...scram, bootstrapServers: "a.example.test:9092; rm -rf '/'" };
  const [cli] = clientSnippets(settings).filter(({ tool }) => tool === "cli");
  expect(cli?.text).toContain(`'a.example.test:9092; rm -rf '\\''/'\\'''`);
});
