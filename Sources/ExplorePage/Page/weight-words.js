// Weights as they are typed: -1, 0.5, 1/9, 2√2. What kernel they make is the engine's affair.

/** @typedef {import('./engine.js').Weight} Weight */

/**
 * A typed weight; null where it is none.
 * @param {string} word
 * @returns {Weight | null}
 */
export function readWeight(word) {
  const parts = word.trim().replaceAll('−', '-').split('/');
  if (parts.length > 2) return null;
  const terms = parts.map(readTerm);
  const [above, below] = terms;
  if (!above || below === null) return null;
  return below ? over(above, below) : above;
}

/**
 * One weight divided by another.
 * @param {Weight} above
 * @param {Weight} below
 * @returns {Weight | null}
 */
export function over(above, below) {
  if (below.value === 0) return null;
  const value = above.value / below.value;
  const fraction = { above: above.above * below.below, below: above.below * below.above, value };
  return fits(fraction.above) && fits(fraction.below) ? fraction : { above: 0, below: 0, value };
}

/** @param {number} whole */
function fits(whole) {
  return Math.abs(whole) < 2 ** 31;
}

/**
 * @param {string} word
 * @returns {Weight | null}
 */
function readTerm(word) {
  const root = /^([+-]?[\d.]*)√(.+)$/.exec(word);
  if (root) {
    const factor = readTerm(/^[+-]?$/.test(root[1]) ? root[1] + '1' : root[1]);
    const radicand = readTerm(root[2]);
    if (!factor || !radicand || radicand.value < 0) return null;
    return { above: 0, below: 0, value: factor.value * Math.sqrt(radicand.value) };
  }
  const match = /^[+-]?(?:\d+\.?(\d*)|\.(\d+))(?:[eE][+-]?\d+)?$/.exec(word);
  if (!match) return null;
  const value = Number(word);
  if (!Number.isFinite(value)) return null;
  const decimals = (match[1] ?? match[2] ?? '').length;
  const below = 10 ** decimals;
  const above = Math.round(value * below);
  const isFraction = !/[eE]/.test(word) && fits(above) && fits(below);
  return isFraction ? { above, below, value } : { above: 0, below: 0, value };
}

/**
 * A weight over a divisor, as text that `cnnlab filter` reads.
 * @param {string} word
 * @param {string} divisor
 */
export function dividedWord(word, divisor) {
  const text = word.trim().replaceAll('−', '-');
  if (divisor === '1' || Number(text) === 0) return text;
  const [above, below] = text.split('/');
  return below === undefined ? `${above}/${divisor}` : `${above}/${Number(below) * Number(divisor)}`;
}
