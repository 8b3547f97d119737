import { afterEach, expect, test, vi } from "vitest";
import { Steps } from "./steps.ts";

function screen() {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text) };
}

afterEach(() => vi.restoreAllMocks());

test("one line per step, with its time and what it answered", async () => {
  const out = screen();
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);

  await new Steps(out).step("Kafka", async () => {
    clock.mockReturnValue(1_260);
    return "92 files";
  });

  expect(out.written.join("")).toMatch(/^✓ Kafka {26} +1\.3 s {2}92 files\n$/);
});

test("a failed step is marked, and its failure goes on", async () => {
  const out = screen();

  const failing = new Steps(out).step("Kafka", () => Promise.reject(new Error("no")));

  await expect(failing).rejects.toThrow("no");
  expect(out.written.join("")).toMatch(/^✗ Kafka/);
});

test("steps side by side are printed whole, as they end", async () => {
  const out = screen();
  const steps = new Steps(out);
  let release = () => {};
  const slow = steps.step("slow", () => new Promise<void>((resolve) => (release = resolve)));

  await steps.step("fast", async () => undefined);
  release();
  await slow;

  expect(out.written.map((line) => line.split(" ")[1])).toEqual(["fast", "slow"]);
});
