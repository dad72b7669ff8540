// How one value of a network came about: what it is made of, map by map or product by product, and the formula.

import { element, fill } from './dom.js';
import { exact, plain, short } from './numbers.js';
import { strings } from './strings.js';
import { ValueGrid } from './value-grid.js';

/** @typedef {import('./network.js').PageNetwork} PageNetwork */
/** @typedef {import('./network.js').NodeTrace} NodeTrace */
/** @typedef {import('./network.js').Term} Term */

/** @typedef {{ element: HTMLElement, patch: ValueGrid, kernel: ValueGrid, product: ValueGrid, sum: HTMLElement }} MapRow */

/** So many products of a node are listed at once. */
const strongestCount = 12;

export class NodeCard {
  /** @param {import('./engine.js').Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.title = element('h2', {});
    this.value = element('p', { class: 'formula', 'aria-live': 'polite' });
    this.body = element('div', { class: 'node-body' });
    this.note = element('p', { class: 'note' });
    this.steps = element('tbody');
    this.details = element('details', { ontoggle: () => this.#showSteps() },
      element('summary', {}, strings.everyStep),
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': strings.everyStep },
        element('table', { class: 'steps' }, element('thead', {}, element('tr', {}, ...strings.termHeads.map((head) =>
          element('th', { scope: 'col' }, head)))), this.steps)));
    this.element = element('section', { class: 'card node-card', 'aria-label': strings.node }, this.title, this.value,
      this.body, this.details, this.note);
    /** @type {{ network: PageNetwork, layer: number, index: number, trace: NodeTrace } | null} */
    this.shown = null;
    /**
     * The tables of a convolution's value, kept while values of the same shape are shown.
     * @type {{ key: string, rows: MapRow[] } | null}
     */
    this.maps = null;
  }

  /**
   * @param {PageNetwork} network
   * @param {number} layer the picture is 0
   * @param {number} index
   * @param {boolean} isPinned
   * @returns {NodeTrace | null} what it shows; null for a pixel
   */
  show(network, layer, index, isPinned) {
    const { name, shape } = network.layers[layer];
    const { c, y, x } = network.placeOf(layer, index);
    const isMap = shape.height * shape.width > 1;
    this.title.textContent = strings.nodeTitle(name, isMap ? strings.nodePlace(c, y, x) : strings.nodeNumber(c));
    this.note.textContent = isPinned ? strings.pinned : '';
    if (layer === 0) {
      fill(this.value, strings.pixelValue(network.pixels[index]), ' ', number(network.values[index], 'value'));
      fill(this.body);
      this.details.hidden = true;
      this.shown = null;
      return null;
    }
    const trace = network.trace(layer, index);
    this.shown = { network, layer, index, trace };
    this.details.hidden = false;
    const { kind, isFull, inputs } = network.layers[layer];
    const source = network.layers[inputs[0]].shape;
    if (kind === 'conv' && !isFull && trace.terms.length > source.channels) this.#showMaps(trace, source);
    else if (kind === 'conv' || kind === 'rbf' || kind === 'affine') this.#showStrongest(network, trace);
    else if (kind === 'pool' || kind === 'subsample') this.#showWindow(network, layer, trace);
    else if (kind === 'softmax' || kind === 'lrn') this.#showStrongest(network, trace);
    else fill(this.body);
    this.#showFormula(network, layer, trace);
    this.#showSteps();
    return trace;
  }

  /**
   * Pixels × kernel = products for each map that enters, with its sum.
   * @param {NodeTrace} trace
   * @param {import('./network.js').Shape} source
   */
  #showMaps({ terms }, { channels }) {
    const inputs = Math.min(channels, terms.length);
    const side = Math.round(Math.sqrt(terms.length / inputs));
    const width = side * side * inputs === terms.length ? side : terms.length / inputs;
    const levels = (/** @type {number[]} */ values) => this.engine.levels(Float32Array.from(values), 'signed');
    // One scale for all maps, so that the weak ones look weak.
    const values = levels(terms.map((term) => term.value));
    const weights = levels(terms.map((term) => term.weight));
    const products = levels(terms.map((term) => term.product));
    const isSingle = inputs === 1;
    const key = `${inputs} ${width} ${terms.length}`;
    if (this.maps?.key !== key) this.maps = { key, rows: mapRows(inputs, width, isSingle) };
    this.maps.rows.forEach(({ patch, kernel, product, sum }, channel) => {
      const own = terms.map((_, index) => index).filter((index) => index % inputs === channel);
      const show = (/** @type {ValueGrid} */ grid, /** @type {(term: Term) => number} */ value, /** @type {Uint8Array} */ all) =>
        grid.show(width, own.map((index) => value(terms[index])), own.map((index) => all[index]), 'signed',
          (place) => terms[own[place]].source < 0 ? 'is-outside' : '');
      show(patch, (term) => term.value, values);
      show(kernel, (term) => term.weight, weights);
      show(product, (term) => term.product, products);
      // The sum of one map alone; the value itself is summed pixel by pixel through all maps (see every step).
      const total = own.reduce((so, index) => Math.fround(so + terms[index].product), 0);
      const shown = number(total, `map-${channel}`);
      sum.replaceWith(shown);
      if (this.maps) this.maps.rows[channel].sum = shown;
    });
    const rows = this.maps.rows.map(({ element }) => element);
    if (this.body.firstChild !== rows[0] || this.body.childElementCount !== rows.length) fill(this.body, ...rows);
  }

  /**
   * The products that matter most, as bars.
   * @param {PageNetwork} network
   * @param {NodeTrace} trace
   */
  #showStrongest(network, { terms }) {
    const order = terms.map((_, index) => index).sort((a, b) =>
      Math.abs(terms[b].product) - Math.abs(terms[a].product)).slice(0, strongestCount);
    const largest = Math.abs(terms[order[0]]?.product ?? 1) || 1;
    const rows = order.map((index) => {
      const term = terms[index];
      const share = Math.abs(term.product) / largest * 50;
      const bar = element('span', { class: term.product < 0 ? 'negative' : 'positive',
        style: `width: ${share}%; ${term.product < 0 ? 'right: 50%' : 'left: 50%'}` });
      return element('tr', {}, element('td', {}, placeName(network, term)), element('td', {}, short(term.value)),
        element('td', {}, short(term.weight)), element('td', {}, short(term.product)),
        element('td', { class: 'bars' }, bar));
    });
    fill(this.body, element('table', { class: 'steps strongest' },
      element('caption', {}, strings.strongest(order.length, terms.length)),
      element('thead', {}, element('tr', {}, ...strings.termHeads.slice(1, 5).map((head) =>
        element('th', { scope: 'col' }, head)))), element('tbody', {}, ...rows)));
  }

  /**
   * @param {PageNetwork} network
   * @param {number} layer
   * @param {NodeTrace} trace
   */
  #showWindow(network, layer, { terms, value }) {
    const rows = new Set(terms.map((term) => {
      const { layer: from, index } = network.locate(term.source);
      return network.placeOf(from, index).y;
    })).size;
    const values = terms.map((term) => term.value);
    const grid = new ValueGrid(strings.windowOf, { cell: 52 });
    const isMax = network.layers[layer].isMax;
    const winner = isMax ? values.indexOf(value) : -1;
    grid.show(values.length / rows, values, this.engine.levels(Float32Array.from(values), 'signed'), 'signed',
      (index) => index === winner ? 'is-winner' : '');
    fill(this.body, grid.element);
  }

  /**
   * @param {PageNetwork} network
   * @param {number} layer
   * @param {NodeTrace} trace
   */
  #showFormula(network, layer, { bias, terms, value }) {
    const { kind, isMax, text } = network.layers[layer];
    const word = (/** @type {string} */ words) => element('span', { class: 'word' }, words);
    const last = terms.at(-1)?.sum ?? 0;
    /** @type {(Node | string)[]} */
    let parts = [];
    if (kind === 'conv') parts = [word(`${strings.biasWord} `), number(bias, 'bias'), word(` + ${strings.allTerms(terms.length)} = `)];
    else if (kind === 'function') parts = [word(`${text}(`), number(terms[0].value, 'input'), word(') = ')];
    else if (kind === 'affine') parts = [number(terms[0].value, 'input'), ' × ', number(terms[0].weight, 'weight'), ' + ', number(bias, 'bias'), ' = '];
    else if (kind === 'pool') parts = [word(isMax ? `${strings.largest} = ` : `${text}: ${plain(Number(short(last).replace('−', '-')))} → `)];
    else if (kind === 'softmax') parts = [word(`${strings.softmaxOf}: `)];
    else if (kind === 'lrn') parts = [word(`${strings.squaresOf(terms.length)} `), number(last, 'sum'), word(` → ${text} → `)];
    else if (kind === 'rbf') parts = [word('−½ · '), number(last, 'sum'), word(' = ')];
    else if (kind === 'sum') parts = terms.flatMap((term, index) => [index ? ' + ' : '', number(term.value, `term-${index}`)]).concat(' = ');
    else parts = [word(`${strings.equals} `)];
    fill(this.value, ...parts, number(value, 'value'));
  }

  /** Every product and partial sum, while that list is open. */
  #showSteps() {
    if (!this.shown || !this.details.open) return;
    const { network, trace } = this.shown;
    fill(this.steps, ...trace.terms.map((term, index) => element('tr', {},
      ...[String(index + 1), placeName(network, term), exact(term.value), exact(term.weight), exact(term.product),
        exact(term.sum)].map((text) => element('td', {}, text)))));
  }
}

/**
 * Where a term comes from.
 * @param {PageNetwork} network
 * @param {Term} term
 */
function placeName(network, term) {
  return term.source < 0 ? strings.paddingZero : network.nameOf(term.source);
}

/** @param {string} text */
function sign(text) {
  return element('span', { class: 'sign', 'aria-hidden': 'true' }, text);
}

/**
 * A number, exact in its data.
 * @param {number} value
 * @param {string} name
 */
function number(value, name) {
  const text = exact(value);
  return element('b', { 'data-name': name, 'data-value': text, title: text }, short(value, 5));
}

/**
 * Empty tables: pixels × kernel = products and their sum, for each map.
 * @param {number} inputs
 * @param {number} width of the kernel
 * @param {boolean} isSingle
 * @returns {MapRow[]}
 */
function mapRows(inputs, width, isSingle) {
  const options = isSingle ? { cell: Math.min(50, Math.floor(176 / width)) } : { cell: 13, isDense: true };
  return Array.from({ length: inputs }, (_, channel) => {
    const patch = new ValueGrid(isSingle ? strings.patch : strings.channel(channel), options);
    const kernel = new ValueGrid(strings.weights, options);
    const product = new ValueGrid(strings.products, options);
    const sum = number(0, `map-${channel}`);
    return { patch, kernel, product, sum, element: element('div', { class: 'product' }, patch.element, sign('×'),
      kernel.element, sign('='), product.element, sign('Σ'), sum) };
  });
}
