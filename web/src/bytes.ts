/** Bytes of a record that are shown. */
const longest = 256;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Bytes as people read them: as text if they are some, else in hexadecimal, as many as fit. */
export function readable(bytes: Uint8Array): string {
  try {
    const text = decoder.decode(bytes);
    if (!/[^\P{Cc}\t\r\n]/u.test(text)) return text;
  } catch {
    // They are no UTF-8.
  }
  const shown = [...bytes.subarray(0, longest)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > longest ? `${shown} … (${bytes.length.toLocaleString('en')} bytes in all)` : shown;
}
