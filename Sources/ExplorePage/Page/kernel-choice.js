// The kernel: one of the named ones, or a matrix whose cells are edited.

import { choice, element, fill } from './dom.js';
import { families, familyMember, familySliders } from './kernel-families.js';
import { exact, short } from './numbers.js';
import { strings } from './strings.js';
import { dividedWord, over, readWeight } from './weight-words.js';

/** @typedef {import('./engine.js').Kernel} Kernel */
/**
 * @typedef {{ name: string, group: string, description: string, source: string, width: number, height: number,
 *   numerators: number[], divisor: number, words: string[], over: string }} NamedKernel
 *   words are the numerators as a textbook prints them, over is the divisor
 */

const largestEdited = 9;

export class KernelChoice {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {NamedKernel[]} kernels
   * @param {() => void} changed
   */
  constructor(engine, kernels, changed) {
    this.engine = engine;
    this.kernels = kernels;
    this.changed = changed;
    this.name = '';
    this.slidersOf = -1;
    this.width = 3;
    this.height = 3;
    /** @type {string[]} */
    this.words = [];
    this.divisor = '1';
    /** @type {Kernel} */
    this.kernel = { width: 1, height: 1, numerators: [1], divisor: 1 };
    /** @type {HTMLInputElement[]} */
    this.inputs = [];
    const { field, select } = choice(strings.kernel, [], (name) => {
      if (name === 'custom') this.startCustom();
      else if (name.endsWith(':')) this.choose(name.slice(0, -1));
      else this.choose(name);
      this.changed();
    }, { id: 'kernel-choice' });
    this.select = select;
    const groups = [...new Set(this.kernels.map((kernel) => kernel.group))];
    for (const group of groups) {
      select.append(element('optgroup', { label: group }, ...this.kernels.filter((kernel) => kernel.group === group)
        .map((kernel) => element('option', { value: kernel.name }, kernel.name))));
    }
    select.append(element('optgroup', { label: strings.families }, ...families.map(({ name }) =>
      element('option', { value: `${name}:` }, `${name}…`))), element('option', { value: 'custom' }, strings.custom));
    this.sliders = element('div', { class: 'sliders' });
    const sides = Array.from({ length: largestEdited }, (_, index) => ({ value: `${index + 1}`, text: `${index + 1}` }));
    const rows = choice(strings.rows, sides, (value) => this.resize(this.width, Number(value)), { id: 'kernel-rows' });
    const columns = choice(
      strings.columns, sides, (value) => this.resize(Number(value), this.height), { id: 'kernel-columns' });
    this.rows = rows.select;
    this.columns = columns.select;
    this.divisorInput = element('input', { id: 'kernel-divisor', size: 5, oninput: () => this.typed() });
    this.matrix = element('div', { class: 'matrix', role: 'group', 'aria-label': strings.weights });
    this.problem = element('p', { class: 'problem', role: 'alert', hidden: true });
    this.note = element('p', { class: 'note' });
    this.facts = element('dl', { class: 'facts', 'aria-label': strings.kernelFacts });
    this.element = element('div', { class: 'kernel' },
      element('div', { class: 'kernel-fields' }, field, rows.field, columns.field,
        element('label', { class: 'field' }, element('span', {}, strings.divisor), this.divisorInput)),
      this.sliders, this.matrix, this.problem, this.facts, this.note);
  }

  /**
   * Takes a named kernel.
   * @param {string} name
   * @returns {boolean} whether there is one
   */
  choose(name) {
    const found = this.kernels.find((kernel) => kernel.name === name);
    if (!found) return this.#chooseMember(name);
    this.name = name;
    this.width = found.width;
    this.height = found.height;
    this.words = [...found.words];
    this.divisor = found.over;
    this.kernel = { width: found.width, height: found.height, numerators: found.numerators, divisor: found.divisor };
    this.note.textContent = found.description;
    this.note.title = found.source;
    this.show();
    return true;
  }

  /**
   * Takes a member of a family.
   * @param {string} word
   * @returns {boolean}
   */
  #chooseMember(word) {
    const member = familyMember(word);
    const kernel = member && this.engine.family(member.kind, member.values);
    if (!member || !kernel) return false;
    this.name = [families[member.kind].name, ...member.values].join(':');
    Object.assign(this, { kernel, width: kernel.width, height: kernel.height });
    this.words = kernel.numerators.map((value) => exact(value).replace('−', '-'));
    this.divisor = exact(kernel.divisor);
    this.note.textContent = '';
    if (this.slidersOf !== member.kind) {
      fill(this.sliders, ...familySliders(member, (next) => {
        this.#chooseMember(next);
        this.changed();
      }));
      this.slidersOf = member.kind;
    }
    this.show();
    return true;
  }

  /**
   * Takes a typed matrix: rows with semicolons between them, over a divisor.
   * @param {string} text
   * @param {string} divisor
   * @returns {boolean} whether it is one
   */
  type(text, divisor) {
    const rows = text.split(';').map((row) => row.trim().split(/\s+/));
    const width = rows[0].length;
    if (rows.length > largestEdited || width > largestEdited || rows.some((row) => row.length !== width)) return false;
    this.startCustom();
    this.width = width;
    this.height = rows.length;
    this.words = rows.flat();
    this.divisor = divisor;
    const valid = this.compute();
    this.show();
    return valid;
  }

  /** The typed matrix as `type` takes it. */
  get text() {
    return this.rowsOf((word) => word.replaceAll('−', '-'));
  }

  /** As `cnnlab filter` takes it. */
  get command() {
    return this.name === 'custom' ? this.rowsOf((word) => dividedWord(word, this.divisor)) : this.name;
  }

  /** @param {(word: string) => string} write */
  rowsOf(write) {
    return Array.from({ length: this.height }, (_, row) =>
      this.words.slice(row * this.width, (row + 1) * this.width).map(write).join(' ')).join('; ');
  }

  startCustom() {
    this.name = 'custom';
    this.note.textContent = '';
    this.note.title = '';
    if (this.width > largestEdited || this.height > largestEdited) {
      [this.width, this.height, this.words, this.divisor] = [3, 3, ['0', '0', '0', '0', '1', '0', '0', '0', '0'], '1'];
    }
    this.compute();
    this.show();
  }

  /**
   * Grows or cuts the matrix around its middle.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    const left = Math.floor((width - this.width) / 2);
    const top = Math.floor((height - this.height) / 2);
    /** @type {string[]} */
    const words = [];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const [y, x] = [row - top, column - left];
        words.push(y >= 0 && y < this.height && x >= 0 && x < this.width ? this.words[y * this.width + x] : '0');
      }
    }
    Object.assign(this, { width, height, words });
    this.startCustom();
    this.changed();
  }

  /** Reads the cells after an edit. */
  typed() {
    this.words = this.inputs.map((input) => input.value);
    this.divisor = this.divisorInput.value;
    this.name = 'custom';
    this.sliders.hidden = true;
    this.slidersOf = -1;
    this.select.value = 'custom';
    this.note.textContent = '';
    const valid = this.compute();
    this.problem.hidden = valid;
    this.problem.textContent = valid ? '' : strings.badCell;
    if (!valid) return;
    this.showFacts();
    this.changed();
  }

  /** @returns {boolean} whether the words make a kernel */
  compute() {
    const divisor = readWeight(this.divisor);
    if (!divisor) return false;
    /** @type {import('./engine.js').Weight[]} */
    const weights = [];
    for (const [index, word] of this.words.entries()) {
      const typed = readWeight(word);
      const weight = typed && over(typed, divisor);
      this.inputs[index]?.setAttribute('aria-invalid', String(!weight));
      if (weight) weights.push(weight);
    }
    if (weights.length !== this.words.length) return false;
    const kernel = this.engine.matrix(this.width, weights);
    if (kernel) this.kernel = kernel;
    return kernel !== null;
  }

  /** Shows the matrix and its facts. */
  show() {
    const member = familyMember(this.name);
    this.select.value = member ? `${families[member.kind].name}:` : this.name;
    this.sliders.hidden = !member;
    if (!member) this.slidersOf = -1;
    this.divisorInput.value = this.divisor;
    this.rows.value = String(this.height);
    this.columns.value = String(this.width);
    this.problem.hidden = true;
    const isEdited = this.width <= largestEdited && this.height <= largestEdited;
    this.matrix.style.setProperty('--columns', String(this.width));
    if (!isEdited) {
      this.inputs = [];
      fill(this.matrix, element('p', { class: 'note' }, strings.kernelTooBig(`${this.width}×${this.height}`)));
    } else {
      if (this.inputs.length !== this.words.length) {
        this.inputs = this.words.map(() => element('input', { size: 4, oninput: () => this.typed() }));
        fill(this.matrix, ...this.inputs);
      }
      for (const [index, input] of this.inputs.entries()) {
        if (input.value !== this.words[index]) input.value = this.words[index];
        input.removeAttribute('aria-invalid');
        input.setAttribute(
          'aria-label', strings.cell(Math.floor(index / this.width), index % this.width));
      }
    }
    this.matrix.classList.toggle('is-large', Math.max(this.width, this.height) > 5);
    this.showFacts();
  }

  showFacts() {
    const { sum, low, high, rank } = this.engine.facts(this.kernel);
    const facts = [
      [strings.sum, short(sum, 5)], [strings.outputs, `${short(low, 5)} … ${short(high, 5)}`],
      [strings.rank, rank === 1 ? strings.separable : String(rank)],
    ];
    fill(this.facts, ...facts.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  }
}
