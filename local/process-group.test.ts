import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stopLeftovers } from "./data-folder.ts";
import { type PartSpec, ProcessGroup } from "./process-group.ts";

let folder: string;
let group: ProcessGroup;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-group-"));
  group = new ProcessGroup(folder);
});
afterEach(async () => {
  await group.stopAll();
  rmSync(folder, { recursive: true });
});

function program(name: string, code: string, more: Partial<PartSpec> = {}): PartSpec {
  return { name, command: process.execPath, args: ["-e", code], stopStage: 1, stopWithinMs: 500, ...more };
}

const STAYS = "setInterval(() => {}, 1000); console.log('up')";

/** Waits until a part has written its first line: only then are its signal handlers in place. */
async function up(name: string): Promise<void> {
  await expect.poll(() => readFileSync(join(folder, "logs", `${name}.log`), "utf8")).toContain("up");
}

function recordFile(name: string): string {
  return join(folder, "run", `${name}.json`);
}

describe("ProcessGroup", () => {
  test("a tool's output comes line by line, the last one without its end included", async () => {
    const lines: string[] = [];
    const result = await group.run(program("tool", "process.stdout.write('a\\nb\\nc'); process.exitCode = 3"), (line) =>
      lines.push(line),
    );

    expect(lines).toEqual(["a", "b", "c"]);
    expect(result).toEqual({ code: 3, output: "a\nb\nc" });
  });

  test("a tool may end before it could be recorded", async () => {
    for (let run = 0; run < 20; run++)
      expect(await group.run({ ...program("quick", ""), command: "/bin/true" })).toEqual({ code: 0, output: "" });
  });

  test("a command that is not there ends with 127, as in a shell", async () => {
    expect(await group.run({ ...program("none", ""), command: "/no/such/command" })).toMatchObject({ code: 127 });
  });

  test("the death of a part is told with its name and the end of its log", async () => {
    group.start(program("worker", "console.log('the last words'); process.exit(7)"));

    await expect(group.death).rejects.toThrow(/^worker ended \(code 7\)\.\n {4}the last words/);
  });

  test("a part that was asked to stop did not die", async () => {
    group.start(program("worker", STAYS));
    await up("worker");

    await group.stop("worker");

    await expect(Promise.race([group.death, Promise.resolve("alive")])).resolves.toBe("alive");
    expect(existsSync(recordFile("worker"))).toBe(false);
  });

  test("one that does not listen is killed, with what it started", async () => {
    const child =
      "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })";
    group.start(program("worker", `process.on("SIGTERM", () => {}); console.log(${child}.pid); ${STAYS}`));
    await up("worker");
    const grandchild = Number(readFileSync(join(folder, "logs", "worker.log"), "utf8").split("\n")[0]);

    await group.stop("worker");

    await expect.poll(() => isAlive(grandchild)).toBe(false);
  });

  test("a lower stage has ended before the next is asked", async () => {
    const order: string[] = [];
    for (const [name, stopStage] of [
      ["postgres", 3],
      ["web", 1],
      ["kafka", 2],
    ] as const) {
      const part = group.start(program(name, STAYS, { stopStage }));
      part.ended.then(() => order.push(name));
    }

    await group.stopAll();

    expect(order).toEqual(["web", "kafka", "postgres"]);
  });

  test("nothing can be started once everything is being stopped", async () => {
    await group.stopAll();

    expect(() => group.start(program("late", STAYS))).toThrow("The stack is being stopped.");
  });
});

describe("after the launcher was killed", () => {
  test("the record of a process that is gone stops nothing", async () => {
    group.start(program("kafka", STAYS));
    await up("kafka");
    const record = readFileSync(recordFile("kafka"), "utf8");
    await group.stop("kafka", "SIGKILL");
    writeFileSync(recordFile("kafka"), record);

    expect(await stopLeftovers(folder)).toEqual([]);

    expect(existsSync(recordFile("kafka"))).toBe(false);
  });

  test("a part that still runs is stopped and its record removed", async () => {
    const part = group.start(program("postgres", STAYS));
    await up("postgres");

    expect(await stopLeftovers(folder)).toEqual(["postgres"]);

    expect(isAlive(part.pid)).toBe(false);
    expect(existsSync(recordFile("postgres"))).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.startsWith("Z") === false;
  } catch {
    return false;
  }
}
