/** Whether objects and lists stand inside each other deeper than so many levels. A walk and not a recursion: how deep a value goes is for its sender to say. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let inside: unknown[] = [value];
  for (let level = 0; inside.length > 0; level += 1) {
    if (level > levels) return true;
    inside = inside.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}
