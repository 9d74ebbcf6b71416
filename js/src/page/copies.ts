/** The room of copies of these sizes is used again, in bytes. */
const least = 1 << 12;
const most = 1 << 17;

/** How many such are kept for copies that are to come. */
const spares = 4;

/**
 * Copies of bytes and rows, in the room of such as nobody wants any more. To copy 64 KiB into memory that is new takes five times
 * as long, and a quarter of the time that it takes to read them.
 */
export class Copies {
  readonly #spare: ArrayBuffer[] = [];

  of<View extends Uint8Array | Int32Array>(view: View): View {
    const size = view.byteLength;
    const at = this.#spare.findIndex(({ byteLength }) => byteLength >= size && byteLength * 3 < size * 4);
    if (at < 0) return view.slice() as View;
    const [room] = this.#spare.splice(at, 1);
    const made = view.constructor as new (room: ArrayBuffer, start: number, length: number) => View;
    const copy = new made(room!, 0, view.length);
    copy.set(view);
    return copy;
  }

  /** Takes back a copy. */
  free(copy: Uint8Array | Int32Array): void {
    if (copy.byteLength < least || copy.byteLength > most) return;
    if (this.#spare.push(copy.buffer as ArrayBuffer) > spares) this.#spare.shift();
  }
}
