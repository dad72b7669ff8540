// Models as safetensors files, which the command line reads: a header in JSON, then the numbers.

/** @typedef {Record<string, { dtype: string, shape: number[], data_offsets: [number, number] }>} Tensors */

/**
 * Takes a file apart.
 * @param {Uint8Array} bytes
 * @returns {{ metadata: Record<string, string>, tensors: Tensors, data: DataView } | null} null where it is no such file
 */
function opened(bytes) {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - 8) return null;
  try {
    const { __metadata__: metadata, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    return { metadata, tensors, data: new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.length - 8 - length) };
  } catch {
    return null;
  }
}

/**
 * The file of a network that learned in the page.
 * @param {{ text: string, arrays: { name: string, count: number, shape: number[] }[] }} network its line and its arrays
 * @param {string[]} classes
 * @param {Float32Array} numbers all arrays behind each other
 * @returns {Uint8Array}
 */
export function modelFile({ text, arrays }, classes, numbers) {
  // What the page teaches sees pixels of 0…1; its pictures are prepared as those of handwriting.
  const metadata = { classes: JSON.stringify(classes), cnnlab: 'model', input: '[1,28,28]',
    normalization: '{"mean":[0],"deviation":[1]}', preparation: 'ink', spec: text };
  /** @type {Record<string, any>} */
  const header = { __metadata__: metadata };
  let place = 0;
  for (const { name, count, shape } of arrays) {
    header[name] = { dtype: 'F32', shape, data_offsets: [4 * place, 4 * (place + count)] };
    place += count;
  }
  const head = new TextEncoder().encode(JSON.stringify(header));
  // Numbers begin at a multiple of eight.
  const length = Math.ceil(head.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + 4 * numbers.length).fill(32, 8, 8 + length);
  bytes.set(head, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  numbers.forEach((value, index) => view.setFloat32(8 + length + 4 * index, value, true));
  return bytes;
}

/**
 * What a file says of its network; null where it is none of a page like this.
 * @param {Uint8Array} bytes
 * @returns {{ text: string, classes: string[] } | null}
 */
export function modelText(bytes) {
  const metadata = opened(bytes)?.metadata;
  try {
    return metadata?.spec && metadata.input === '[1,28,28]'
      ? { text: metadata.spec, classes: JSON.parse(metadata.classes) } : null;
  } catch {
    return null;
  }
}

/**
 * The numbers of a file, for a network of these arrays; null where they are not in it.
 * @param {Uint8Array} bytes
 * @param {{ name: string, count: number }[]} arrays
 * @returns {Float32Array | null}
 */
export function modelNumbers(bytes, arrays) {
  const file = opened(bytes);
  if (!file) return null;
  const numbers = new Float32Array(arrays.reduce((sum, { count }) => sum + count, 0));
  let place = 0;
  for (const { name, count } of arrays) {
    const tensor = file.tensors[name];
    if (!tensor || tensor.dtype !== 'F32' || tensor.data_offsets[1] - tensor.data_offsets[0] !== 4 * count) return null;
    for (let index = 0; index < count; index++) {
      numbers[place + index] = file.data.getFloat32(tensor.data_offsets[0] + 4 * index, true);
    }
    place += count;
  }
  return numbers;
}
