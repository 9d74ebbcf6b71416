/** A command line that cannot be; its message says why. */
export class UsageError extends Error {}
