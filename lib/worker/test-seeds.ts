/** What tells which random histories are run: the first seed, and how many from there on. */
type Variables = { seed: string; runs: string };

const SIMULATION: Variables = { seed: "SIMULATION_SEED", runs: "SIMULATION_RUNS" };
const FAULTS: Variables = { seed: "HEADGATE_FAULT_SEED", runs: "HEADGATE_FAULT_RUNS" };

/** Seeds of simulations in memory: SIMULATION_SEED=n alone is that one, SIMULATION_RUNS=n as many from there on. */
export function simulationSeeds(byDefault: number): number[] {
  return seedsFrom(process.env, SIMULATION, byDefault);
}

/** Seeds of the fault harness: HEADGATE_FAULT_SEED and HEADGATE_FAULT_RUNS, in the same way. */
export function faultSeeds(byDefault: number): number[] {
  return seedsFrom(process.env, FAULTS, byDefault);
}

function seedsFrom(environment: NodeJS.ProcessEnv, { seed, runs }: Variables, byDefault: number): number[] {
  const first = wholeNumber(environment, seed) ?? 1;
  const count = wholeNumber(environment, runs) ?? (environment[seed] ? 1 : byDefault);
  return Array.from({ length: count }, (_, index) => first + index);
}

function wholeNumber(environment: NodeJS.ProcessEnv, name: string): number | undefined {
  const given = environment[name];
  if (given === undefined || given === "") return undefined;
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new Error(`${name}=${given} is no whole number above 0.`);
  return Number(given);
}
