// IDX files, as MNIST has them: pictures in one, labels in the other; packed with gzip or not.

/** @typedef {import('./training-worker.js').Examples} Examples */

const side = 28;
const gzipMark = [0x1f, 0x8b];

/**
 * The bytes of a file, unpacked where it is packed.
 * @param {Blob} file
 */
export async function unpacked(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] !== gzipMark[0] || bytes[1] !== gzipMark[1]) return bytes;
  const Stream = /** @type {any} */ (globalThis).DecompressionStream;
  const stream = new Response(/** @type {any} */ (new Blob([bytes]).stream()).pipeThrough(new Stream('gzip')));
  return new Uint8Array(await stream.arrayBuffer());
}

/**
 * Pictures of 28 × 28 and their labels, from files in any order; null where they are not that.
 * @param {Uint8Array[]} files
 * @returns {Examples | null}
 */
export function idxExamples(files) {
  /** @type {Uint8Array | null} */
  let pixels = null;
  /** @type {Uint8Array | null} */
  let labels = null;
  for (const bytes of files) {
    if (bytes.length < 8) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [kind, count] = [view.getUint32(0), view.getUint32(4)];
    if (kind === 0x801 && bytes.length === 8 + count) labels = bytes.slice(8);
    else if (kind === 0x803 && bytes.length === 16 + side * side * count && view.getUint32(8) === side
      && view.getUint32(12) === side) pixels = bytes.slice(16);
    else return null;
  }
  if (!pixels || !labels || pixels.length !== side * side * labels.length || labels.length === 0
    || labels.some((label) => label > 9)) return null;
  return { pixels, labels };
}
