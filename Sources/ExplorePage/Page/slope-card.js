// One slope of the loss with all its numbers, and the step of one weight that follows from it.

import { element, fill } from './dom.js';
import { bracketed, brief, exact, short } from './numbers.js';
import { strings } from './strings.js';
import { optimizers } from './training-settings.js';

/** @typedef {import('./slopes.js').Slopes} Slopes */
/** @typedef {import('./slopes.js').SlopeTerm} SlopeTerm */
/** @typedef {import('./network.js').PageNetwork} PageNetwork */

/** So many products, and weights, are listed at once. */
const strongestCount = 8;
const recordLength = 21;

export class SlopeCard {
  /**
   * @param {import('./trainer-link.js').TrainerLink} link
   * @param {() => import('./training-settings.js').TrainingSettings} settings
   */
  constructor(link, settings) {
    this.link = link;
    this.settings = settings;
    this.title = element('h2', {});
    this.formula = element('p', { class: 'formula' });
    this.body = element('div', { class: 'node-body' });
    this.weights = element('div', { class: 'node-body' });
    this.update = element('div', { class: 'node-body update' });
    this.element = element('section', { class: 'card node-card slope-card', 'aria-label': strings.slope }, this.title,
      this.formula, this.body, this.weights, this.update);
    /** @type {{ name: string, count: number, shape: number[] }[]} */
    this.arrays = [];
    /** Of the chosen value's weights, in the order in which the engine adds them. */
    this.term = 0;
    this.shown = '';
    this.question = 0;
  }

  /** @param {import('./training-worker.js').Description} description */
  open(description) {
    this.arrays = description.arrays;
    this.shown = '';
  }

  /**
   * @param {Slopes} slopes
   * @param {number} layer
   * @param {number} index
   * @param {Float32Array | null} parameters as the model's file has them
   */
  show(slopes, layer, index, parameters) {
    const { network } = slopes;
    const place = `${layer}:${index}`;
    if (place !== this.shown) this.term = -1;
    this.shown = place;
    const slope = slopes.of(layer)[index];
    this.title.textContent = strings.slopeTitle(network.nameOf(network.layers[layer].start + index));
    const { terms, count } = slopes.traceOfValue(layer, index);
    if (count === 0) this.#showScore(slopes, layer, index, slope);
    else {
      fill(this.formula, element('span', { class: 'word' }, strings.slopeSum(count)), number(slope, 'slope'));
      fill(this.body, table(strings.strongest(Math.min(strongestCount, terms.length), count), strings.slopeHeads,
        strongest(terms).map((term) => [network.nameOf(term.target), brief(term.factor), brief(term.slope), brief(term.product)])));
    }
    this.#showWeights(slopes, layer, index, parameters);
  }

  /**
   * The slope of a score: what softmax gives, less 1 for the class.
   * @param {Slopes} slopes
   * @param {number} layer
   * @param {number} index
   * @param {number} slope
   */
  #showScore(slopes, layer, index, slope) {
    const { network } = slopes;
    fill(this.body);
    const isScore = network.layers[layer].count === network.classes.length;
    if (!isScore) {
      fill(this.formula, element('span', { class: 'word' }, strings.noInfluence), number(slope, 'slope'));
      return;
    }
    fill(this.formula, element('span', { class: 'word' }, strings.probabilityLess),
      number(network.probabilities[index], 'probability'), index === slopes.label ? ' − 1 = ' : ' − 0 = ',
      number(slope, 'slope'));
  }

  /**
   * The weights that make the value, those with the steepest slopes first.
   * @param {Slopes} slopes
   * @param {number} layer
   * @param {number} index
   * @param {Float32Array | null} parameters
   */
  #showWeights(slopes, layer, index, parameters) {
    const { network } = slopes;
    const isWeighted = layer > 0 && network.layers[layer].kind === 'conv';
    fill(this.weights);
    if (!isWeighted) {
      fill(this.update);
      return;
    }
    const { terms } = network.trace(layer, index);
    const all = slopes.parameters;
    const own = terms.map((term, number) => ({ term, number, parameter: parameterOf(network, layer, index, number) }))
      .filter(({ term }) => term.source >= 0)
      .sort((a, b) => Math.abs(all[b.parameter]) - Math.abs(all[a.parameter]));
    if (own.length === 0) return;
    const chosen = own.find(({ number }) => number === this.term) ?? own[0];
    const shown = own.slice(0, strongestCount);
    const rows = shown.map((one) => element('tr', { class: one === chosen ? 'is-chosen' : '' },
      element('td', {}, element('button', { type: 'button', class: 'small', 'aria-pressed': String(one === chosen), onclick: () => {
        this.term = one.number;
        this.show(slopes, layer, index, parameters);
      } }, network.nameOf(one.term.source))), element('td', {}, brief(one.term.weight)),
      element('td', {}, brief(all[one.parameter]))));
    fill(this.weights, element('table', { class: 'steps strongest' }, element('caption', {}, strings.weightSlopes(shown.length, own.length)),
      element('thead', {}, element('tr', {}, ...strings.weightHeads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows)));
    this.#showStep(slopes, layer, chosen.parameter, chosen.term.weight, all[chosen.parameter],
      network.nameOf(chosen.term.source), parameters);
  }

  /**
   * A weight's slope and its step.
   * @param {Slopes} slopes
   * @param {number} layer
   * @param {number} parameter
   * @param {number} weight
   * @param {number} slope
   * @param {string} from
   * @param {Float32Array | null} parameters
   */
  async #showStep(slopes, layer, parameter, weight, slope, from, parameters) {
    const { network } = slopes;
    const question = ++this.question;
    const { terms, count } = slopes.traceOfParameter(parameter);
    const place = this.#placeInFile(network, layer, parameter);
    const { numbers, steps } = await this.link.ask({ kind: 'state' });
    if (question !== this.question || !parameters || place < 0) return;
    const size = numbers.length / 2;
    const before = [weight, numbers[place], numbers[size + place]];
    const { state } = await this.link.ask({ kind: 'single', state: before, gradient: slope, time: steps, isBias: false });
    if (question !== this.question) return;
    const { optimizer, rate, momentum, decay } = this.settings().value;
    const word = optimizers[optimizer];
    const isAdam = word.startsWith('adam');
    const steepest = strongest(terms).map((term) =>
      [term.source < 0 ? strings.biasWord : network.nameOf(term.source), brief(term.factor), network.nameOf(term.target),
        brief(term.slope), brief(term.product)]);
    const g = bracketed(short(slope, 5));
    const decayed = decay > 0 ? ` + ${short(Math.fround(decay))} · ${bracketed(short(weight, 5))}` : '';
    const lines = isAdam ? [
      [strings.meanLine, `0.9 · ${bracketed(short(before[1], 5))} + 0.1 · ${g} = `, state[1], 'first'],
      [strings.squareLine, `0.999 · ${short(before[2], 5)} + 0.001 · ${g}² = `, state[2], 'second'],
      [strings.weightLine, strings.adamStep(bracketed(short(weight, 5)), String(rate), steps + 1), state[0], 'after'],
    ] : [
      [strings.velocityLine, `${momentum} · ${bracketed(short(before[1], 5))} + ${g}${decayed} = `, state[1], 'first'],
      [strings.weightLine, word === 'nesterov'
        ? `${bracketed(short(weight, 5))} − ${rate} · (${g}${decayed} + ${momentum} · ${bracketed(short(state[1], 5))}) = `
        : `${bracketed(short(weight, 5))} − ${rate} · ${bracketed(short(state[1], 5))} = `, state[0], 'after'],
    ];
    fill(this.update, element('h3', {}, strings.weightOf(from, network.layers[layer].name)),
      element('p', { class: 'formula' }, element('span', { class: 'word' }, strings.weightSlopeSum(count)), number(slope, 'weight-slope')),
      table(strings.strongest(steepest.length, count), strings.useHeads, steepest),
      ...lines.map(([what, words, value, name]) => element('p', { class: 'formula' }, element('span', { class: 'word' },
        `${what} `), String(words), number(Number(value), String(name)))));
    this.update.dataset.parameter = String(place);
  }

  /**
   * Where one of the page's numbers stands among the file's.
   * @param {PageNetwork} network
   * @param {number} layer
   * @param {number} parameter
   */
  #placeInFile(network, layer, parameter) {
    const first = network.data.records[(layer - 1) * recordLength + 17];
    let place = 0;
    for (const { name, count } of this.arrays) {
      if (name === `${network.layers[layer].name}.weight`) return place + parameter - first;
      place += count;
    }
    return -1;
  }
}

/**
 * Which of the packed numbers product `term` of a value of a convolution (or fully connected layer) is made with.
 * @param {PageNetwork} network
 * @param {number} layer
 * @param {number} index
 * @param {number} term in the order of the engine: rows, columns, then maps
 */
export function parameterOf(network, layer, index, term) {
  const record = network.data.records.slice((layer - 1) * recordLength, layer * recordLength);
  const channels = network.layers[record[2] + 1].shape.channels / record[15];
  const { shape } = network.layers[layer];
  const output = Math.floor(index / (shape.height * shape.width));
  const tap = Math.floor(term / channels);
  return record[17] + (output * channels + term % channels) * record[9] * record[10] + tap;
}

/** @param {SlopeTerm[]} terms */
function strongest(terms) {
  return [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, strongestCount);
}

/**
 * @param {string} caption
 * @param {string[]} heads
 * @param {string[][]} rows
 */
function table(caption, heads, rows) {
  return element('table', { class: 'steps strongest' }, element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((text) => element('td', {}, text))))));
}

/** @param {number} value @param {string} name */
function number(value, name) {
  const text = exact(value);
  return element('b', { 'data-name': name, 'data-value': text, title: text }, short(value, 5));
}
