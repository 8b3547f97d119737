const STORAGE_KEY = "headgate-single-keys";

/**
 * Whether single keys act in this browser. People who speak to their computer can turn them off (WCAG 2.1.4). Where storage is blocked, they
 * act.
 */
export function singleKeysAllowed(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== "off";
  } catch {
    return true;
  }
}

/** Turns single keys on or off in this browser; answers false where storage is blocked and nothing was kept. */
export function allowSingleKeys(allowed: boolean): boolean {
  try {
    localStorage.setItem(STORAGE_KEY, allowed ? "on" : "off");
    return true;
  } catch {
    return false;
  }
}
