// How the kernel slides, and what is done to the map: the options of `cnnlab filter` as fields.

import { choice, element, numberField, tickBox } from './dom.js';
import { activations, borders, paddings, poolings } from './engine.js';
import { link, linked, linkedCount, linkedWord } from './link.js';
import { strings } from './strings.js';

const defaults = {
  stride: 1, dilation: 1, padding: 'same', border: 'replicate', bias: 0, flip: false, activation: 'none', pool: 'none',
};

/** The slope and the scales of `cnnlab filter`. */
const parameters = /** @type {Record<string, number>} */ ({
  none: 0, relu: 0, 'leaky-relu': 0.01, tanh: 255, sigmoid: 255,
});

export class SlidingOptions {
  /** @param {() => void} changed */
  constructor(changed) {
    /** @type {import('./engine.js').Sliding} */
    this.sliding = { stride: 1, padding: 'same', border: 'replicate', dilation: 1, bias: 0, flip: false };
    this.activationName = 'none';
    /** @type {import('./engine.js').Pooling | null} */
    this.pooling = null;
    this.changed = () => {
      this.#write();
      changed();
    };
    const set = (/** @type {string} */ name) => (/** @type {any} */ value) => {
      Object.assign(this.sliding, { [name]: value });
      this.changed();
    };
    const whole = { min: 1, max: 16, step: 1 };
    this.stride = numberField(strings.stride, whole, set('stride'), { id: 'stride' });
    this.dilation = numberField(strings.dilation, whole, set('dilation'), { id: 'dilation' });
    this.bias = numberField(strings.bias, { step: 'any' }, (value) => set('bias')(Math.fround(value)), { id: 'bias' });
    this.count = numberField(strings.paddingCount, { min: 0, max: 64, step: 1 },
      (value) => set('padding')(String(value)), { id: 'padding-count' });
    this.padding = choice(strings.padding, [...paddings, 'count'].map((word) => (
      { value: word, text: strings.paddings[word] })), (word) => {
      this.count.field.hidden = word !== 'count';
      set('padding')(word === 'count' ? this.count.input.value : word);
    }, { id: 'padding' });
    this.border = choice(strings.border, borders.map((word) => ({ value: word, text: strings.borders[word] })),
      set('border'), { id: 'border' });
    this.activation = choice(strings.activation, activations.map((word) => ({ value: word, text: word })), (word) => {
      this.activationName = word;
      this.changed();
    }, { id: 'activation' });
    this.pool = choice(strings.pooling, ['none', ...poolings].map((word) => (
      { value: word, text: strings.poolings[word] })), () => this.#readPool(), { id: 'pool' });
    this.window = numberField(strings.window, { min: 1, max: 32, step: 1 }, (value) => {
      this.poolStride.input.value = String(value);
      this.#readPool();
    }, { id: 'pool-window' });
    this.poolStride = numberField(
      strings.poolStride, { min: 1, max: 32, step: 1 }, () => this.#readPool(), { id: 'pool-stride' });
    this.flip = tickBox(strings.flip, set('flip'), { id: 'flip' });
    this.element = element('fieldset', { class: 'options' }, element('legend', {}, strings.options),
      element('div', { class: 'fields' }, this.stride.field, this.dilation.field, this.padding.field, this.count.field,
        this.border.field, this.bias.field, this.activation.field, this.pool.field, this.window.field,
        this.poolStride.field), this.flip.field);
    this.read();
  }

  /** @returns {import('./engine.js').Activation} */
  get activationFunction() {
    return { kind: this.activationName, parameter: parameters[this.activationName] };
  }

  /** Takes the options of the address. */
  read() {
    const padding = linked('padding') ?? defaults.padding;
    const isCount = /^\d{1,2}$/.test(padding) && Number(padding) <= 64;
    const bias = Number(linked('bias') ?? 0);
    this.sliding = {
      stride: linkedCount('stride', 1, 16, 1), dilation: linkedCount('dilation', 1, 16, 1),
      padding: isCount ? padding : linkedWord('padding', paddings, defaults.padding),
      border: linkedWord('border', borders, defaults.border), bias: Number.isFinite(bias) ? Math.fround(bias) : 0,
      flip: linked('flip') === 'true',
    };
    this.activationName = linkedWord('activation', activations, 'none');
    const [kind, window, stride] = (linked('pool') ?? 'none').split(':');
    const sizes = [Number(window), Number(stride ?? window)];
    const isPool = poolings.includes(kind) && sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 32);
    this.pooling = isPool ? { kind, window: sizes[0], stride: sizes[1] } : null;
    this.stride.input.value = String(this.sliding.stride);
    this.dilation.input.value = String(this.sliding.dilation);
    this.bias.input.value = String(Number(this.sliding.bias.toPrecision(7)));
    this.padding.select.value = isCount ? 'count' : this.sliding.padding;
    this.count.input.value = isCount ? padding : '1';
    this.count.field.hidden = !isCount;
    this.border.select.value = this.sliding.border;
    this.activation.select.value = this.activationName;
    this.flip.input.checked = this.sliding.flip;
    this.pool.select.value = this.pooling?.kind ?? 'none';
    this.window.input.value = String(this.pooling?.window ?? 2);
    this.poolStride.input.value = String(this.pooling?.stride ?? 2);
    this.#showPool();
  }

  #readPool() {
    const kind = this.pool.select.value;
    const [window, stride] = [this.window.input.valueAsNumber, this.poolStride.input.valueAsNumber];
    const isPool = kind !== 'none' && this.window.input.validity.valid && this.poolStride.input.validity.valid;
    this.pooling = isPool ? { kind, window, stride } : null;
    this.#showPool();
    this.changed();
  }

  #showPool() {
    const isShown = this.pool.select.value !== 'none';
    this.window.field.hidden = !isShown;
    this.poolStride.field.hidden = !isShown;
  }

  /** The pooling as it is typed. */
  get poolWord() {
    if (!this.pooling) return 'none';
    const { kind, window, stride } = this.pooling;
    return stride === window ? `${kind}:${window}` : `${kind}:${window}:${stride}`;
  }

  #write() {
    link({ ...this.sliding, bias: Number(this.sliding.bias.toPrecision(9)), activation: this.activationName,
      pool: this.poolWord }, defaults);
  }

  /** The options of the command line that are not its defaults. */
  get words() {
    const { stride, padding, border, dilation, bias, flip } = this.sliding;
    /** @type {string[]} */
    const words = [];
    const add = (/** @type {string} */ name, /** @type {string | number} */ value, /** @type {any} */ usual) => {
      if (value !== usual) words.push(`--${name}`, String(value));
    };
    add('stride', stride, 1);
    add('padding', padding, 'same');
    if (padding !== 'valid') add('border', border, 'replicate');
    add('dilation', dilation, 1);
    add('bias', Number(bias.toPrecision(9)), 0);
    if (flip) words.push('--flip');
    add('activation', this.activationName, 'none');
    add('pool', this.poolWord, 'none');
    return words;
  }
}
