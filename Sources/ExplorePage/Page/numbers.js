// Numbers as words. Values are 32-bit floats; nothing is computed here.

const minus = '−';

/**
 * The shortest decimal that names this 32-bit float and no other.
 * @param {number} value
 */
export function exact(value) {
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return plain(Number(text));
  }
  return plain(value);
}

/**
 * At most `digits` significant digits, for cells that are narrow.
 * @param {number} value
 * @param {number} [digits]
 */
export function short(value, digits = 4) {
  const whole = exact(value);
  const rounded = plain(Number(value.toPrecision(digits)));
  return whole.length <= Math.max(digits + 2, rounded.length) ? whole : rounded;
}

/**
 * A few digits, small numbers as powers of ten: for tables.
 * @param {number} value
 */
export function brief(value) {
  if (value === 0 || Math.abs(value) >= 1e-3) return short(value, 4);
  const [digits, power] = value.toExponential(1).replace('-', value < 0 ? minus : '-').split('e');
  const letters = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return `${digits}·10⁻${[...String(-Number(power))].map((digit) => letters[Number(digit)]).join('')}`;
}

/**
 * With a real minus sign.
 * @param {number} value
 */
export function plain(value) {
  const text = String(value);
  return text.startsWith('-') ? minus + text.slice(1) : text;
}

/**
 * A number in a product or sum: negative ones in brackets.
 * @param {string} text
 */
export function bracketed(text) {
  return text.startsWith(minus) ? `(${text})` : text;
}
