/** Openings of pairs after which each pair is opened once only: a schema may double at each level, and still be compared in time. */
const MAX_OPENINGS = 20_000;

/** Goes through two schemas side by side, and ends although types hold themselves. */
export type PairWalk<T extends object> = {
  /** Opens a pair unless it is open already, which means that both came round to where they were. */
  open(before: T, after: T, compare: () => void): void;
};

export function pairWalk<T extends object>(): PairWalk<T> {
  const stack: [T, T][] = [];
  const seen = new Map<T, Set<T>>();
  let openings = 0;
  return {
    open(before, after, compare) {
      if (stack.some(([one, other]) => one === before && other === after)) return;

      const partners = seen.get(before) ?? new Set<T>();
      if (++openings > MAX_OPENINGS && partners.has(after)) return;
      seen.set(before, partners.add(after));

      stack.push([before, after]);
      compare();
      stack.pop();
    },
  };
}
