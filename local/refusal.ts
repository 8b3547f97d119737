import { statfsSync } from "node:fs";

/** A problem of the machine or its settings. Its message says what to do, and is shown without a stack. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Advice for a store that ends or does not start. */
export const DAMAGED_DATA = 'If its data is damaged, "npm run reset" clears it.';

const FULL_DISK = /ENOSPC|No space left on device|could not (?:extend|write to) file/i;

const FULL_BELOW_BYTES = 32 * 1024 ** 2;

/** Whether a failure or a tool's output tells of a full disk. */
export function tellsOfFullDisk(text: string): boolean {
  return FULL_DISK.test(text);
}

/** What the person sees for any failure: a refusal's own words, the full disk by name, a stack for a defect of the launcher. */
export function explain(failure: unknown, dataFolder: string): string {
  const text = failure instanceof Refusal ? failure.message : stackOf(failure);
  if (tellsOfFullDisk(text) || isFull(dataFolder)) {
    return `${text}\n\nThe disk is full. Free some space, or point HEADGATE_DATA (now ${dataFolder}) to a disk that has some, and start again.`;
  }
  return text;
}

/** Programs that cannot write do not always say why. */
function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false; // It does not exist, which is another problem.
  }
}

function stackOf(failure: unknown): string {
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}
