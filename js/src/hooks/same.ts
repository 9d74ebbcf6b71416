type Members = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/**
 * Reports whether two values say the same to a feed. Plain data is compared by its content, and so are URLs, headers, form
 * data and bytes. Functions are the same wherever there is one; so are other objects of one class (a signal, a store, a
 * schema), which a page may make anew for every rendering and mean the same.
 *
 * @param strictly Such objects are the same only if they are one: bodies.
 */
export function same(a: unknown, b: unknown, strictly = false): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'function') return typeof b === 'function';
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (isPlain(a) && isPlain(b)) return haveSame(a, b, strictly);
  if (a.constructor !== b.constructor) return false;
  if (Array.isArray(a)) return haveSame({ ...a }, { ...b }, strictly);
  if (a instanceof URL || a instanceof URLSearchParams) return `${a}` === `${b}`;
  if (a instanceof Headers || a instanceof FormData) return same([...a], [...(b as Headers)], true);
  if (a instanceof ArrayBuffer || ArrayBuffer.isView(a)) return areSame(bytesOf(a), bytesOf(b as typeof a));
  return !strictly;
}

/** A member that is undefined is none. */
const haveSame = (a: Members, b: Members, strictly: boolean): boolean =>
  Object.keys({ ...a, ...b }).every((name) => same(a[name], b[name], strictly || name === 'body'));

const areSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);

/**
 * A copy of plain data in which every function calls the one that is in its place now.
 *
 * @param now Gives the value as it is now.
 * @param owner Gives what the value is a member of now.
 */
export function following<V>(value: V, now: () => unknown, owner: () => unknown = () => undefined): V {
  if (typeof value === 'function') {
    return ((...given: unknown[]) => (now() as (...given: unknown[]) => unknown).apply(owner(), given)) as V;
  }
  const follow = (member: unknown, name: string | number) =>
    following(member, () => (now() as Record<string | number, unknown>)[name], now);
  if (Array.isArray(value)) return value.map(follow) as V;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, follow(member, name)])) as V;
}
