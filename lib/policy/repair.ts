import { configPath, type Finding, type Proposal } from "./evaluator.ts";

/** Every finding of every rule in scope for a proposal. */
export type Judge = (proposal: Proposal) => Finding[];

/** Rules that pull in different directions are tried this often before nothing is suggested. */
const ATTEMPTS = 6;

/**
 * The value for each broken path that satisfies all rules at once, where following their suggestions leads to one. Paths are
 * settled one after the other on what was repaired before. A path that a later repair breaks again gets no suggestion, so that taking
 * all suggestions together passes wherever there was one.
 * @param hopeless paths for which nothing is suggested
 */
export function repairs(
  judge: Judge,
  proposal: Proposal,
  hopeless: ReadonlySet<string> = new Set(),
): Map<string, string | number> {
  const settled = new Map<string, string | number>();
  let repaired = proposal;
  for (const path of inOrder(judge(proposal))) {
    const value = hopeless.has(path) ? undefined : settle(judge, repaired, path);
    if (value === undefined) continue;
    settled.set(path, value);
    repaired = withValue(repaired, path, value) ?? repaired;
  }

  const again = judge(repaired).flatMap(({ path }) => (settled.has(path) ? [path] : []));
  return again.length === 0 ? settled : repairs(judge, proposal, new Set([...hopeless, ...again]));
}

/** What others depend on comes first: a size depends on the replicas, a rule's scope on the name. */
function inOrder(findings: readonly Finding[]): string[] {
  const first = ["name", "spec.replicationFactor", "spec.partitions"];
  const paths = [...new Set(findings.map(({ path }) => path))];
  return [...first.filter((path) => paths.includes(path)), ...paths.filter((path) => !first.includes(path))];
}

function settle(judge: Judge, proposal: Proposal, path: string): string | number | undefined {
  let current = proposal;
  let value: string | number | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const open = judge(current).filter((finding) => finding.path === path);
    if (open.length === 0) return value;

    const next = open.find(({ suggestion }) => suggestion !== null)?.suggestion;
    const changed = next === null || next === undefined ? undefined : withValue(current, path, next);
    if (next === null || next === undefined || !changed) return undefined;
    value = next;
    current = changed;
  }
  return undefined;
}

/** The proposal with another value at a path; undefined for a path that no suggestion is made for. */
function withValue(proposal: Proposal, path: string, value: string | number): Proposal | undefined {
  const { spec } = proposal;
  if (path === "name") return { ...proposal, name: String(value) };
  if (path === "spec.partitions") return { ...proposal, spec: { ...spec, partitions: Number(value) } };
  if (path === "spec.replicationFactor") return { ...proposal, spec: { ...spec, replicationFactor: Number(value) } };
  if (!path.startsWith(configPath(""))) return undefined;
  const key = path.slice(configPath("").length);
  return { ...proposal, spec: { ...spec, config: { ...spec.config, [key]: String(value) } } };
}
