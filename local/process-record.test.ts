import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { parseProcStat, parseRecord, recordOf, stillRuns } from "./process-record.ts";

describe("a recorded process", () => {
  test("we ourselves still run", () => {
    const record = recordOf("launcher", process.pid);
    expect(record && stillRuns(record)).toBe(true);
  });

  test("another process that was given the same pid is not ours", () => {
    const record = recordOf("launcher", process.pid);
    expect(record && stillRuns({ ...record, began: `${record.began}1` })).toBe(false);
  });

  test("one that ended does not run", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const record = recordOf("child", child.pid ?? 0);
    expect(record && stillRuns(record)).toBe(true);

    child.kill("SIGKILL");
    await once(child, "exit");
    expect(record && stillRuns(record)).toBe(false);
  });

  test("there is nothing to record of a pid that nobody has", () => {
    expect(recordOf("nobody", 2 ** 22 + 1)).toBeUndefined();
  });
});

describe("parseProcStat", () => {
  const rest = `1 4242 4242 0 -1 4194304 100 0 0 0 5 2 0 0 20 0 7 0 987654 1000000 500`;

  test("state and start time", () => {
    expect(parseProcStat(`4242 (node) S ${rest}`)).toEqual({ state: "S", startTicks: "987654" });
  });

  test("a command's name may hold spaces and brackets", () => {
    expect(parseProcStat(`4242 (a) Z (b) c) R ${rest}`)).toEqual({ state: "R", startTicks: "987654" });
  });

  test("anything else is no answer", () => {
    expect(parseProcStat("")).toBeUndefined();
    expect(parseProcStat("4242 (node) S 1 2 3")).toBeUndefined();
  });
});

describe("parseRecord", () => {
  test("what was written is read", () => {
    const record = { name: "web", pid: 4242, began: "boot 987654" };
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '{"name":"web"}',
    '{"name":"web","pid":"1","began":"x"}',
    '{"name":"web","pid":1.5,"began":"x"}',
  ])("%j is no record", (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });
});
