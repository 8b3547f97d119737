import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import packageJson from "../package.json" with { type: "json" };

/** One line of a report's table. */
export type Figure = {
  what: string;
  product: string;
  bare: string;
  /** How the two compare, as the aim states it. */
  compared: string;
  aim: string;
  /** Null where nothing is aimed at. */
  met: boolean | null;
};

export type Report = {
  title: string;
  /** What was measured and under which conditions, a sentence each. */
  conditions: string[];
  figures: Figure[];
  /** Every single measurement, in ms unless its name says otherwise. */
  samples: Record<string, unknown>;
};

const ROOT = join(import.meta.dirname, "..");
const RESULTS = join(ROOT, ".headgate", "bench");
const DOCUMENT = join(ROOT, "docs", "performance.md");

const HEADINGS = ["what", "product", "bare", "compared", "aim", "met"];

/** The report as a Markdown table, which reads well in a terminal too. */
export function tableOf({ figures }: Report): string {
  const rows = figures.map(({ what, product, bare, compared, aim, met }) => [
    what,
    product,
    bare,
    compared,
    aim || "–",
    met === null ? "–" : met ? "yes" : "**no**",
  ]);
  const lines = [HEADINGS, HEADINGS.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n");
}

/** Writes every sample to .headgate/bench/NAME.json. @returns the file */
export function saveSamples(name: string, report: Report): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine: machine(), ...report }, null, 2)}\n`);
  return file;
}

/** Replaces one part's figures in docs/performance.md; the words around them are a person's. */
export function writeDocument(name: string, report: Report): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const text = readFileSync(DOCUMENT, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}: ${begin} and ${end}.`);

  const conditions = [`Measured on ${machine()}.`, ...report.conditions].map((sentence) => `- ${sentence}`).join("\n");
  const figures = `## ${report.title}\n\n${tableOf(report)}\n\n${conditions}`;
  writeFileSync(DOCUMENT, `${text.slice(0, from)}${begin}\n${figures}\n${text.slice(to)}`);
}

function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() || "an unnamed processor";
  const memory = Math.round(totalmem() / 1024 ** 3);
  const { next, "@platformatic/kafka": client } = packageJson.dependencies;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  const day = new Date().toISOString().slice(0, 10);
  const load = loadavg()[0]?.toFixed(1);
  return `${day}, commit ${commit}, load at the end ${load}: ${cores.length} cores (${model}), ${memory} GiB; Node ${process.versions.node}, Next.js ${next}, @platformatic/kafka ${client}, Kafka 4.3.1 and Postgres 18 on the same machine`;
}

export const ms = (value: number) => `${value < 20 ? value.toFixed(1) : Math.round(value)} ms`;
export const ratio = (value: number) => `${value.toFixed(2)} ×`;
export const perSecond = (value: number) => `${Math.round(value)}/s`;
