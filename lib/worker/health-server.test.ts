import type { Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { serveHealth } from "./health-server.ts";

let server: Server | undefined;
afterEach(() => server?.close());

it("answers by path, on loopback, and says when it is not ready", async () => {
  let ready = false;
  server = await serveHealth(0, { live: () => true, ready: () => ready });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  expect(address.address).toBe("127.0.0.1");

  const status = async (path: string) => (await fetch(`http://127.0.0.1:${address.port}${path}`)).status;
  expect(await status("/health/live")).toBe(200);
  expect(await status("/health/ready")).toBe(503);
  ready = true;
  expect(await status("/health/ready")).toBe(200);
  expect(await status("/")).toBe(404);
  expect(await status("/constructor")).toBe(404);
});

it("says when the port is taken", async () => {
  server = await serveHealth(0, { live: () => true, ready: () => true });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  await expect(serveHealth(address.port, { live: () => true, ready: () => true })).rejects.toThrow("EADDRINUSE");
});
