/** The program of an installed Chromium, Chrome or Edge; `undefined` where none is found. */
export function findChromium(machine?: { env?: NodeJS.ProcessEnv; platform?: NodeJS.Platform }): string | undefined;
/** The same; throws a sentence that says what to do where there is none. */
export function chromium(): string;
/** Installs Debian's Chromium, where that is possible without asking anybody. */
export function installChromium(): Promise<void>;
