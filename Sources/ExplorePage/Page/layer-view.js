// One layer of a network as a picture: its maps side by side, or its nodes in a row; one value can be chosen.

import { colourTable } from './colours.js';
import { element } from './dom.js';
import { strings } from './strings.js';

/** @typedef {import('./network.js').Layer} Layer */
/** @typedef {import('./network.js').Box} Box */

const gap = 4;

export class LayerView {
  /**
   * @param {Layer} layer
   * @param {(index: number, isPinned: boolean) => void} choose
   */
  constructor(layer, choose) {
    this.layer = layer;
    this.canvas = element('canvas', {
      tabindex: 0, role: 'application', 'aria-label': strings.layerLabel(layer.name), class: 'maps',
    });
    const { channels, height, width } = layer.shape;
    this.summary = element('summary', {}, layer.name, element('span', { class: 'size' },
      ` ${layer.text.replace(/(\d)x(\d)/g, '$1×$2')} `, element('b', {}, height * width > 1 ? `${channels}×${height}×${width}` : `${channels}`)));
    this.element = element('details', { class: 'layer', open: true, 'data-layer': layer.name }, this.summary, this.canvas);
    this.index = 0;
    this.scale = 1;
    this.perRow = channels;
    const pointed = (/** @type {MouseEvent} */ event, /** @type {boolean} */ isPinned) => {
      const box = this.canvas.getBoundingClientRect();
      const index = this.at((event.clientX - box.left) / box.width * this.canvas.width,
        (event.clientY - box.top) / box.height * this.canvas.height);
      if (index !== null) choose(index, isPinned);
    };
    this.canvas.addEventListener('pointermove', (event) => pointed(event, false));
    this.canvas.addEventListener('click', (event) => pointed(event, true));
    this.canvas.addEventListener('focus', () => { if (this.canvas.matches(':focus-visible')) choose(this.index, true); });
    this.canvas.addEventListener('keydown', (event) => {
      const area = height * width;
      const row = area > 1 ? width : this.perRow;
      const steps = /** @type {Record<string, number>} */ ({
        ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row, PageUp: -area, PageDown: area });
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const next = this.index + step;
      if (next >= 0 && next < layer.count) choose(next, true);
    });
  }

  /**
   * Sets the size of a value, so that the layer fits into `room` pixels.
   * @param {number} room
   */
  fit(room) {
    const { channels, height, width } = this.layer.shape;
    if (height * width > 1) {
      const one = Math.floor((room + gap) / channels) - gap;
      this.scale = Math.max(1, Math.min(Math.floor(one / width), Math.floor(84 / height), channels === 1 ? 3 : 5));
      if (width * this.scale > one && channels > 1) this.scale = Math.max(1, Math.min(2, Math.floor(56 / height)));
      this.perRow = Math.max(1, Math.min(channels, Math.floor((room + gap) / (width * this.scale + gap))));
    } else {
      this.scale = Math.max(9, Math.min(26, Math.floor(room / channels)));
      this.perRow = Math.max(1, Math.min(channels, Math.floor(room / this.scale)));
    }
    this.#size();
    this.canvas.style.width = `${this.canvas.width}px`;
    this.canvas.style.height = `${this.canvas.height}px`;
  }

  /**
   * Makes it a picture that cannot be chosen from.
   * @param {string} label
   */
  asPicture(label) {
    this.canvas.removeAttribute('tabindex');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', label);
  }

  /**
   * Lays maps or nodes out as a block.
   * @param {number} perRow
   * @param {number} scale pixels of a value
   */
  arrange(perRow, scale) {
    this.perRow = Math.max(1, Math.min(perRow, this.layer.shape.channels));
    this.scale = scale;
    this.#size();
  }

  #size() {
    const rows = Math.ceil(this.layer.shape.channels / this.perRow);
    const [cellWidth, cellHeight] = this.cell;
    this.canvas.width = this.perRow * cellWidth - this.gap;
    this.canvas.height = rows * cellHeight - this.gap;
  }

  get gap() {
    return this.layer.shape.height * this.layer.shape.width > 1 ? gap : 0;
  }

  /** Width and height of a map with its gap. */
  get cell() {
    const { height, width } = this.layer.shape;
    return [width * this.scale + this.gap, height * this.scale + this.gap];
  }

  /**
   * The corner of a map.
   * @param {number} channel
   */
  corner(channel) {
    const [width, height] = this.cell;
    return [channel % this.perRow * width, Math.floor(channel / this.perRow) * height];
  }

  /**
   * The value at a point of the canvas; null in a gap.
   * @param {number} x
   * @param {number} y
   */
  at(x, y) {
    const { channels, height, width } = this.layer.shape;
    const [cellWidth, cellHeight] = this.cell;
    const [column, row] = [Math.floor(x / cellWidth), Math.floor(y / cellHeight)];
    const channel = row * this.perRow + column;
    const [inX, inY] = [Math.floor((x - column * cellWidth) / this.scale), Math.floor((y - row * cellHeight) / this.scale)];
    if (x < 0 || y < 0 || column >= this.perRow || channel >= channels || inX >= width || inY >= height) return null;
    return (channel * height + inY) * width + inX;
  }

  /**
   * Where a value stands on the canvas: its corner and its size.
   * @param {number} index
   */
  square(index) {
    const { height, width } = this.layer.shape;
    const [left, top] = this.corner(Math.floor(index / (height * width)));
    return { x: left + index % width * this.scale, y: top + Math.floor(index / width) % height * this.scale,
      size: this.scale };
  }

  /**
   * Paints levels, C × H × W.
   * @param {Uint8Array} levels
   * @param {import('./colours.js').Scale} scale
   */
  paint(levels, scale) {
    const context = this.canvas.getContext('2d');
    if (!context || !this.canvas.width) return;
    const { channels, height, width } = this.layer.shape;
    const image = context.createImageData(this.canvas.width, this.canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    const table = colourTable(scale);
    const side = this.scale;
    const isNode = this.gap === 0;
    for (let channel = 0, index = 0; channel < channels; channel++) {
      const [left, top] = this.corner(channel);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, index++) {
          const colour = table[levels[index]];
          // Nodes leave a line between each other.
          const size = isNode ? side - 1 : side;
          let at = (top + y * side) * this.canvas.width + left + x * side;
          for (let row = 0; row < size; row++, at += this.canvas.width) pixels.fill(colour, at, at + size);
        }
      }
    }
    context.putImageData(image, 0, 0);
  }

  /**
   * Draws a frame around a value.
   * @param {number} index
   */
  frame(index) {
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const { x, y, size } = this.square(index);
    context.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--accent');
    context.lineWidth = 2;
    context.strokeRect(x - 1, y - 1, size + 2, size + 2);
  }
}
