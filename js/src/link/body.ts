import type { BodyData } from './contract.js';

export type Form = Extract<BodyData, { form: string }>;

export const isForm = (body: BodyData): body is Form => typeof body === 'object' && body !== null && 'form' in body;

/** Reports whether nobody can tell at once if another body is equal to it. */
export const isOpaque = (body: BodyData): boolean =>
  body instanceof Blob ||
  body instanceof ReadableStream ||
  (isForm(body) && body.fields.some(([, value]) => typeof value !== 'string'));

/** Data as text, bodies among it as well: of what is equal the text is. */
export const textOf = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) => {
    if (value instanceof ArrayBuffer) return [...new Uint8Array(value)];
    return ArrayBuffer.isView(value) ? [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] : value;
  });
