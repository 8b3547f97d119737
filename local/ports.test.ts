import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { freePorts, refuseBusyPorts } from "./ports.ts";

test("free ports are six different ones, and free", async () => {
  const ports = await freePorts();

  expect(new Set(Object.values(ports)).size).toBe(6);
  // Nobody is given one of them by the operating system before the part that is to listen on it does.
  for (const port of Object.values(ports)) expect(port).toBeLessThan(32_768);
  await expect(refuseBusyPorts(ports)).resolves.toBeUndefined();
});

test("a busy port is refused by its number and the variable that moves it", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port: kafka } = other.address() as AddressInfo;

  await expect(refuseBusyPorts({ kafka })).rejects.toThrow(
    `Port ${kafka} is in use by another program. Stop that program, or choose another port with HEADGATE_KAFKA_PORT=…`,
  );

  await new Promise((resolve) => other.close(resolve));
});
