import { RegistryCallFailed, type RegistryErrorCode, type SubjectRegistry } from "#lib/registry/subject-registry";

/** What one subject alone may be guilty of. */
const ITS_OWN_FAULT: ReadonlySet<RegistryErrorCode> = new Set(["too_large", "unexpected"]);
/** What a registry answers, or does not, when it is away, and when it chokes on one text. */
const EITHER: ReadonlySet<RegistryErrorCode> = new Set(["unavailable", "timed_out"]);

/**
 * Whether a call about one subject failed because nothing can be asked of the registry at all. Where it does not tell itself, it is asked something
 * that has to do with no subject: one that makes it fail must not hold back all others.
 */
export async function isRegistryAway(registry: SubjectRegistry, { error }: RegistryCallFailed): Promise<boolean> {
  if (ITS_OWN_FAULT.has(error.code)) return false;
  if (!EITHER.has(error.code)) return true;
  try {
    await registry.describe();
    return false;
  } catch (failure) {
    if (failure instanceof RegistryCallFailed) return true;
    throw failure;
  }
}
