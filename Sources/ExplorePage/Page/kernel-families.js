// Families of kernels with their sliders; the engine computes their members.

import { element } from './dom.js';
import { strings } from './strings.js';

/** @typedef {{ label: string, low: number, high: number, step: number, value: number }} Parameter */
/** @typedef {{ name: string, parameters: Parameter[] }} Family */

/**
 * In the order of the engine's families.
 * @type {Family[]}
 */
export const families = [
  { name: 'gaussian', parameters: [{ label: 'σ', low: 0.3, high: 5, step: 0.1, value: 1.5 }] },
  { name: 'box', parameters: [{ label: 'N', low: 1, high: 31, step: 1, value: 5 }] },
  { name: 'disk', parameters: [{ label: 'R', low: 0, high: 15, step: 0.5, value: 3 }] },
  { name: 'motion', parameters: [{ label: 'N', low: 1, high: 31, step: 1, value: 9 },
    { label: strings.angle, low: -180, high: 180, step: 5, value: 45 }] },
  { name: 'log', parameters: [{ label: 'σ', low: 0.3, high: 3, step: 0.1, value: 1.4 }] },
  { name: 'dog', parameters: [{ label: 'σ', low: 0.3, high: 3, step: 0.1, value: 1 }] },
  { name: 'gabor', parameters: [{ label: strings.angle, low: -180, high: 180, step: 5, value: 45 },
    { label: strings.wavelength, low: 2, high: 5, step: 0.5, value: 4 },
    { label: strings.phase, low: 0, high: 90, step: 15, value: 0 }] },
  { name: 'unsharp', parameters: [{ label: 'σ', low: 0.3, high: 5, step: 0.1, value: 1 },
    { label: strings.amount, low: 0, high: 5, step: 0.1, value: 0.8 }] },
];

/**
 * A member as it is typed, taken apart: gaussian:1.5; null where it is none within the sliders' ranges.
 * @param {string} word
 * @returns {{ kind: number, values: number[] } | null}
 */
export function familyMember(word) {
  const [name, ...texts] = word.split(':');
  const kind = families.findIndex((family) => family.name === name);
  if (kind < 0) return null;
  const { parameters } = families[kind];
  const values = parameters.map((parameter, index) => texts[index] === undefined || texts[index] === ''
    ? parameter.value : Number(texts[index]));
  const fits = texts.length <= parameters.length && values.every((value, index) =>
    value >= parameters[index].low && value <= parameters[index].high
    && (parameters[index].step !== 1 || Number.isInteger(value)));
  return fits ? { kind, values } : null;
}

/**
 * The sliders of a family.
 * @param {{ kind: number, values: number[] }} member
 * @param {(word: string) => void} changed told the member as it is typed
 */
export function familySliders({ kind, values }, changed) {
  const { name, parameters } = families[kind];
  const inputs = parameters.map((parameter, index) => element('input', { type: 'range', min: parameter.low,
    max: parameter.high, step: parameter.step, value: values[index], id: `family-${index}`, oninput: () => {
      outputs[index].textContent = inputs[index].value;
      changed([name, ...inputs.map((input) => input.value)].join(':'));
    } }));
  const outputs = values.map((value) => element('output', {}, String(value)));
  return inputs.map((input, index) => element('label', { class: 'slider' }, element('span', {}, parameters[index].label),
    input, outputs[index]));
}
