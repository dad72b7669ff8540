// The state of the page in its address, so that a link restores it. Values are words; each room has keys of its own.

/** @type {Map<string, string>} */
const values = new Map();
let pending = 0;

/** Reads the address. */
export function readLink() {
  values.clear();
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) values.set(key, value);
}

/**
 * @param {string} key
 * @returns {string | undefined}
 */
export function linked(key) {
  return values.get(key);
}

/**
 * A whole number of the address, where it is one and lies in the range.
 * @param {string} key
 * @param {number} low
 * @param {number} high
 * @param {number} otherwise
 */
export function linkedCount(key, low, high, otherwise) {
  const text = values.get(key);
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value >= low && value <= high ? value : otherwise;
}

/**
 * A word of the address, where it is one of these.
 * @param {string} key
 * @param {string[]} words
 * @param {string} otherwise
 */
export function linkedWord(key, words, otherwise) {
  const text = values.get(key);
  return text !== undefined && words.includes(text) ? text : otherwise;
}

/**
 * Puts values into the address, soon; a default is left out.
 * @param {Record<string, string | number | boolean>} entries
 * @param {Record<string, string | number | boolean>} [defaults]
 */
export function link(entries, defaults = {}) {
  for (const [key, value] of Object.entries(entries)) {
    if (value === defaults[key] || value === '') values.delete(key);
    else values.set(key, String(value));
  }
  clearTimeout(pending);
  pending = setTimeout(writeLink, 150);
}

/** Puts everything into the address at once. */
export function writeLink() {
  clearTimeout(pending);
  const text = new URLSearchParams([...values]).toString();
  history.replaceState(null, '', text ? '#' + text : '#');
}
