// Levels 0…255 as colours. Zero is white (the page's own colour in the dark), orange is positive, blue negative; pictures
// are gray. The colours are those of the figures (ColourMap.swift).

const diverging = {
  light: [0x0b3c6f, 0x3f8fc5, 0xffffff, 0xe58a4e, 0x8e2a0a],
  dark: [0xa8dcff, 0x3f8fc5, 0x1d2127, 0xd9772f, 0xffd9a8],
};

/** @returns {'light' | 'dark'} the theme that the page shows now */
export function currentTheme() {
  const asked = document.documentElement.dataset.theme;
  if (asked === 'light' || asked === 'dark') return asked;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** @typedef {'gray' | 'signed'} Scale gray, or diverging with level 128 for zero */

/** @type {Map<string, Uint32Array>} */
const tables = new Map();

/**
 * The colours of the 256 levels, as canvas pixels (opacity, blue, green, red).
 * @param {Scale} scale
 * @returns {Uint32Array}
 */
export function colourTable(scale) {
  const key = scale === 'gray' ? 'gray' : currentTheme();
  let table = tables.get(key);
  if (!table) {
    table = new Uint32Array(256);
    for (let level = 0; level < 256; level++) {
      const [red, green, blue] = scale === 'gray' ? [level, level, level] : divergingParts((level - 128) / 127);
      table[level] = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
    }
    tables.set(key, table);
  }
  return table;
}

/** @param {number} position −1…1 */
function divergingParts(position) {
  const anchors = diverging[currentTheme()];
  const scaled = (Math.max(-1, Math.min(1, position)) + 1) * 2;
  const index = Math.min(Math.floor(scaled), 3);
  const share = scaled - index;
  const part = (/** @type {number} */ shift) => Math.round(
    ((anchors[index] >> shift) & 255) * (1 - share) + ((anchors[index + 1] >> shift) & 255) * share);
  return [part(16), part(8), part(0)];
}

/**
 * The style of a table cell: its background, and ink that can be read on it.
 * @param {Scale} scale
 * @param {number} level 0…255
 */
export function cellStyle(scale, level) {
  const pixel = colourTable(scale)[level];
  const [red, green, blue] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const linear = (/** @type {number} */ part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return { background: `rgb(${red} ${green} ${blue})`, ink: luminance > 0.18 ? '#000' : '#fff' };
}

/**
 * Paints levels onto a canvas of the same size.
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, height: number }} size
 * @param {Uint8Array} levels
 * @param {Scale} scale
 */
export function paint(canvas, size, levels, scale) {
  if (canvas.width !== size.width || canvas.height !== size.height) {
    canvas.width = size.width;
    canvas.height = size.height;
  }
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(size.width, size.height);
  const pixels = new Uint32Array(image.data.buffer);
  const table = colourTable(scale);
  for (let index = 0; index < levels.length; index++) pixels[index] = table[levels[index]];
  context.putImageData(image, 0, 0);
}
