// IDX files, as MNIST has them: pictures in one, labels in the other.

/** @typedef {import('./training-worker.js').Examples} Examples */

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
    else if (kind === 0x803 && view.getUint32(8) === 28 && view.getUint32(12) === 28 && bytes.length === 16 + 784 * count) {
      pixels = bytes.slice(16);
    } else return null;
  }
  if (!pixels || !labels || pixels.length !== 784 * labels.length || labels.some((label) => label > 9)) return null;
  return { pixels, labels };
}
