// How one value of the map comes about: pixels × kernel = products, their sum, bias, activation, pooling.

import { element, fill } from './dom.js';
import { bracketed, exact, short } from './numbers.js';
import { strings } from './strings.js';
import { ValueGrid } from './value-grid.js';

/** @typedef {import('./engine.js').Trace} Trace */
/** @typedef {import('./engine.js').Kernel} Kernel */
/**
 * @typedef {{ trace: Trace, kernel: Kernel, flip: boolean, bias: number, row: number, column: number,
 *   activation: { name: string, value: number } | null,
 *   pool: { kind: 'max' | 'average' | 'sum', width: number, values: number[], winner: number | null, value: number,
 *     row: number, column: number } | null, isDropped: boolean }} Cell
 */

export class ExplainCard {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {(index: number | null) => void} pointed told which tap is pointed at
   */
  constructor(engine, pointed) {
    this.engine = engine;
    const point = (/** @type {number | null} */ index) => {
      pointed(index);
      this.#light(index);
    };
    this.patch = new ValueGrid(strings.patch, { point });
    this.weights = new ValueGrid(strings.weights, { point });
    this.products = new ValueGrid(strings.products, { point });
    this.columnSums = new ValueGrid(strings.columnSums);
    this.rowWeights = new ValueGrid(strings.rowWeights);
    this.columnProducts = new ValueGrid(strings.products);
    this.pooled = new ValueGrid(strings.pooled);
    this.title = element('h3', {});
    this.formula = element('p', { class: 'formula', 'aria-live': 'polite' });
    this.remark = element('p', { class: 'note', hidden: true });
    this.columns = element('div', { class: 'product', hidden: true },
      this.columnSums.element, sign('×'), this.rowWeights.element, sign('='), this.columnProducts.element);
    this.pool = element('div', { class: 'product pool', hidden: true }, this.pooled.element);
    this.steps = element('tbody');
    this.heads = element('tr');
    this.details = element('details', { ontoggle: () => this.#showSteps() },
      element('summary', {}, strings.everyStep),
      element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': strings.everyStep },
        element('table', { class: 'steps' }, element('thead', {}, this.heads), this.steps)));
    this.element = element('section', { class: 'card', 'aria-label': strings.products }, this.title,
      element('div', { class: 'products' },
        element('div', { class: 'product' },
          this.patch.element, sign('×'), this.weights.element, sign('='), this.products.element),
        this.columns, this.pool),
      this.formula, this.remark, this.details);
    /** @type {Cell | null} */
    this.cell = null;
  }

  /**
   * Shows a cell; null where there is none.
   * @param {Cell | null} cell
   */
  show(cell) {
    this.cell = cell;
    this.element.hidden = !cell;
    if (!cell) return;
    const { trace, kernel } = cell;
    const width = kernel.width;
    const outside = (/** @type {number} */ index) => trace.taps[index].row < 0 ? 'is-outside' : '';
    this.title.textContent = strings.cellTitle(cell.row, cell.column);
    const values = trace.taps.map((tap) => tap.value);
    this.patch.show(width, values, this.#levels(values, 'clamp'), 'gray', outside);
    this.weights.caption.textContent = cell.flip ? strings.turnedWeights : strings.weights;
    this.#signed(this.weights, width, trace.taps.map((tap) => tap.weight));
    this.#signed(this.products, width, trace.taps.map((tap) => tap.product));
    const hasColumns = trace.columns.length > 0;
    this.columns.hidden = !hasColumns;
    if (hasColumns) {
      this.#signed(this.columnSums, width, trace.columns.map((column) => column.value));
      this.#signed(this.rowWeights, width, trace.columns.map((column) => column.weight));
      this.#signed(this.columnProducts, width, trace.columns.map((column) => column.product));
    }
    const { pool } = cell;
    this.pool.hidden = !pool;
    if (pool) {
      this.#signed(this.pooled, pool.width, pool.values, (index) => index === pool.winner ? 'is-winner' : '');
    }
    this.remark.hidden = !hasColumns && !cell.isDropped;
    this.remark.textContent = [
      hasColumns ? strings.byColumns(trace.columns.length / width) : '', cell.isDropped ? strings.cellDropped : '',
    ].join(' ').trim();
    this.#showFormula(cell);
    this.#showSteps();
  }

  /**
   * @param {number[]} values
   * @param {string} display
   */
  #levels(values, display) {
    return this.engine.levels(Float32Array.from(values), display);
  }

  /**
   * @param {ValueGrid} grid
   * @param {number} width
   * @param {number[]} values
   * @param {(index: number) => string} [marks]
   */
  #signed(grid, width, values, marks) {
    grid.show(width, values, this.#levels(values, 'signed'), 'signed', marks);
  }

  /** @param {Cell} cell */
  #showFormula(cell) {
    const { trace, kernel, bias, activation, pool } = cell;
    const sum = trace.sums[trace.sums.length - 1];
    const divided = kernel.divisor === 1 ? [] : [' / ', number(kernel.divisor, 'divisor')];
    const biased = bias === 0 ? [] : [' + ', number(bias, 'bias')];
    const parts = [
      element('span', { class: 'word' }, `${strings.sumOfProducts} `), number(sum, 'sum'), ...divided, ...biased,
    ];
    if (divided.length > 0 || biased.length > 0) parts.push(' = ', number(trace.value, 'value'));
    if (activation) {
      parts.push(element('span', { class: 'arrow' }, ' → '), element('span', { class: 'word' }, `${activation.name}(`),
        short(trace.value, 6), ') = ', number(activation.value, 'activation'));
    }
    if (pool) {
      parts.push(element('span', { class: 'arrow' }, ' → '),
        element('span', { class: 'word' }, `${strings.pooledFrom[pool.kind]} = `), number(pool.value, 'pool'));
    }
    fill(this.formula, ...parts);
  }

  /** Every product and partial sum, while that list is open. */
  #showSteps() {
    if (!this.cell || !this.details.open) return;
    const { trace, kernel } = this.cell;
    const hasColumns = trace.columns.length > 0;
    fill(this.heads, ...(hasColumns ? strings.columnHeads : strings.stepHeads).map((head) =>
      element('th', { scope: 'col' }, head)));
    const rows = hasColumns
      ? trace.columns.map((column, index) => ({ ...column, place: `${index % kernel.width + 1}` }))
      : trace.taps.map((tap) => (
        { ...tap, place: tap.row < 0 ? strings.outside : strings.pixel(tap.row, tap.column) }));
    fill(this.steps, ...rows.map((row, index) => element('tr', {},
      ...[String(index + 1), row.place, exact(row.value), exact(row.weight), exact(row.product),
        exact(trace.sums[index])].map((text) => element('td', {}, text)))));
  }

  /** @param {number | null} index */
  #light(index) {
    for (const grid of [this.patch, this.weights, this.products]) {
      for (const [place, cell] of grid.cells.entries()) cell.classList.toggle('is-lit', place === index);
    }
  }
}

/** @param {string} text */
function sign(text) {
  return element('span', { class: 'sign', 'aria-hidden': 'true' }, text);
}

/**
 * A number of the formula, exact in its data.
 * @param {number} value
 * @param {string} name
 */
function number(value, name) {
  const text = exact(value);
  return element('b', { 'data-name': name, 'data-value': text, title: text },
    name === 'sum' ? short(value, 7) : bracketed(short(value, 7)));
}
