// A table of numbers with a colour behind each.

import { cellStyle } from './colours.js';
import { element, fill } from './dom.js';
import { exact, short } from './numbers.js';

/** @typedef {import('./colours.js').Scale} Scale */

export class ValueGrid {
  /**
   * @param {string} caption
   * @param {{ point?: (index: number | null) => void, cell?: number, isDense?: boolean }} [options] `point` is told
   *   which cell is pointed at; `cell` is a cell's side in pixels; dense cells show no numbers
   */
  constructor(caption, options = {}) {
    this.body = element('tbody');
    this.caption = element('caption', {}, caption);
    this.element = element('table', { class: 'grid' }, this.caption, this.body);
    /** @type {HTMLTableCellElement[]} */
    this.cells = [];
    this.shape = '';
    this.room = 5;
    this.options = options;
    const { point } = options;
    if (point) {
      this.body.addEventListener('pointerover', (event) => {
        const index = this.cells.indexOf(/** @type {any} */ (event.target));
        if (index >= 0) point(index);
      });
      this.body.addEventListener('pointerleave', () => point(null));
    }
  }

  /**
   * Shows values row by row; `levels` are their colours, `marks` the classes of single cells.
   * @param {number} width
   * @param {ArrayLike<number>} values
   * @param {ArrayLike<number>} levels
   * @param {Scale} scale
   * @param {(index: number) => string} [marks]
   */
  show(width, values, levels, scale, marks = () => '') {
    const height = values.length / width;
    if (this.shape !== `${width} ${height}`) this.#reshape(width, height);
    for (let index = 0; index < values.length; index++) {
      const cell = this.cells[index];
      const text = exact(values[index]);
      const { background, ink } = cellStyle(scale, levels[index]);
      cell.textContent = this.isDense ? '' : fitting(values[index], this.room);
      cell.dataset.value = text;
      cell.title = text;
      cell.style.background = background;
      cell.style.color = ink;
      cell.className = marks(index);
    }
  }

  /** @param {number} width @param {number} height */
  #reshape(width, height) {
    this.shape = `${width} ${height}`;
    this.isDense = this.options.isDense ?? Math.max(width, height) > 9;
    const cell = this.options.cell ?? cellSize(Math.max(width, height));
    // Letters of 0.27 cells and a pixel, about 0.6 as wide as high.
    this.room = Math.floor((cell - 1) / (0.6 * (0.27 * cell + 1)));
    this.element.style.setProperty('--cell', `${cell}px`);
    this.element.style.setProperty('--columns', String(width));
    this.element.classList.toggle('is-dense', this.isDense);
    this.cells = Array.from({ length: width * height }, () => element('td'));
    fill(this.body, ...Array.from({ length: height }, (_, row) =>
      element('tr', {}, ...this.cells.slice(row * width, (row + 1) * width))));
  }
}

/**
 * A value in at most `room` letters where that is possible.
 * @param {number} value
 * @param {number} room
 */
function fitting(value, room) {
  let text = exact(value);
  for (let digits = 6; digits > 0 && text.length > room; digits--) text = short(value, digits);
  return text;
}

/** @param {number} side cells in a row */
function cellSize(side) {
  if (side <= 3) return 50;
  if (side <= 5) return 40;
  if (side <= 7) return 32;
  if (side <= 9) return 27;
  return Math.max(6, Math.floor(210 / side));
}
