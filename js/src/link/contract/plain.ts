// What the data of the contract is made of.

/**
 * Bytes in a buffer that is not shared. It is `Uint8Array<ArrayBuffer>`, which compilers older than TypeScript 5.7 do not
 * know as such: what the package declares is for them too.
 */
export type Bytes = ReturnType<Uint8Array['slice']>;

/** Header fields or form fields, in order. */
export type Pairs = [name: string, value: string][];
