import type { CompatibilityLevel } from "#lib/domain/compatibility";
import { InMemoryRegistry, type InMemoryRegistryOptions } from "#lib/registry/in-memory-registry";
import type { SubjectRegistry } from "#lib/registry/subject-registry";

/** A registry in memory where a level counts for all, which remembers what was written to it. */
export class WatchedRegistry extends InMemoryRegistry {
  /** Methods that write, in the order of their calls. */
  readonly writes: string[] = [];

  constructor(options: InMemoryRegistryOptions = {}) {
    super(options);
    this.setGlobalLevelOutside("BACKWARD");
  }

  /** Numbers of the versions that live. */
  living(subject: string): number[] {
    return (this.snapshot().get(subject) ?? []).map(({ version }) => version);
  }

  /** The level in force, as long as nobody changes the one that counts for all. */
  levelOf(subject: string): CompatibilityLevel {
    return this.levelSnapshot().get(subject) ?? "BACKWARD";
  }

  override connect(): SubjectRegistry {
    const client = super.connect();
    const noted = <Given extends unknown[], T>(method: string, call: (...given: Given) => Promise<T>) => {
      return (...given: Given) => {
        this.writes.push(method);
        return call(...given);
      };
    };
    return {
      ...client,
      register: noted("register", client.register),
      setLevel: noted("setLevel", client.setLevel),
      deleteVersion: noted("deleteVersion", client.deleteVersion),
      deleteSubject: noted("deleteSubject", client.deleteSubject),
    };
  }
}
