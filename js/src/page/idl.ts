type Show = (value: unknown, options: object) => string;

/** What there is of a class to give it a shape: its statics and its prototype. */
interface Class {
  readonly prototype: object;
}

/** Where Node and its kin ask an object how it is shown. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Gives a class what WebIDL gives an interface and ECMAScript does not give a class: a
 * name that stays when minifiers rename the class, by which consoles call its objects too,
 * and members that are enumerable. Node, which would look for the insides of an event in
 * one that has none, shows what toJSON gives.
 */
export function defineInterface(of: Class, name: string): void {
  Object.defineProperty(of, 'name', { value: name });
  Object.defineProperty(of.prototype, Symbol.toStringTag, { value: name, configurable: true });
  if ('toJSON' in of.prototype) {
    const value = function (this: { toJSON(): object }, _: number, options: object, show: Show): string {
      return `${name} ${show(this.toJSON(), options)}`;
    };
    Object.defineProperty(of.prototype, inspect, { value, configurable: true });
  }
  for (const member of Object.getOwnPropertyNames(of.prototype)) {
    if (member !== 'constructor') Object.defineProperty(of.prototype, member, { enumerable: true });
  }
}

/** As {@link defineInterface}, with the constants of readyState besides. */
export function defineFeedInterface(of: Class, name: string): void {
  defineInterface(of, name);
  for (const target of [of, of.prototype]) {
    for (const [constant, value] of Object.entries({ CONNECTING: 0, OPEN: 1, CLOSED: 2 })) {
      Object.defineProperty(target, constant, { value, enumerable: true });
    }
  }
}

/**
 * Converts the arguments of a feed's constructor as WebIDL does, and in its order.
 *
 * @param count How many arguments there are: a url that is left out is an error, and one
 *   that is undefined is not.
 * @throws {TypeError} there is no url, or init is neither an object nor null nor undefined.
 */
export function convertArguments<Init extends object>(
  count: number,
  url: unknown,
  init: Init | null,
): { url: string; init: Partial<Init> } {
  if (count === 0) throw new TypeError('There is no url; it is the first argument, and required.');
  const text = `${url}`;
  if (init !== null && Object(init) !== init) throw new TypeError(`init is ${String(init)}; it can be an object.`);
  return { url: text, init: init ?? {} };
}
