// Models as safetensors files, which the command line reads: a header in JSON, then the numbers.

/** @typedef {Record<string, { dtype: string, shape: number[], data_offsets: [number, number] }>} Tensors */

/**
 * Takes a file apart.
 * @param {Uint8Array} bytes
 * @returns {{ tensors: Tensors, data: DataView } | null} null where it is no such file
 */
function opened(bytes) {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - 8) return null;
  try {
    const { __metadata__: _, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    return { tensors, data: new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.length - 8 - length) };
  } catch {
    return null;
  }
}

/**
 * The file of a network.
 * @param {Uint8Array} header the first bytes of such a file, up to the numbers
 * @param {{ name: string, count: number }[]} arrays in the order of `numbers`
 * @param {Float32Array} numbers
 * @returns {Uint8Array}
 */
export function modelFile(header, arrays, numbers) {
  const tensors = opened(header)?.tensors ?? {};
  const size = Math.max(0, ...Object.values(tensors).map((tensor) => tensor.data_offsets[1]));
  const bytes = new Uint8Array(header.length + size);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  let place = 0;
  for (const { name, count } of arrays) {
    const start = tensors[name].data_offsets[0];
    for (let index = 0; index < count; index++) view.setFloat32(start + 4 * index, numbers[place + index], true);
    place += count;
  }
  return bytes;
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
