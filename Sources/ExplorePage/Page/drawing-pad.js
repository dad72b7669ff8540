// A sheet to draw a digit on: pen, eraser, undo; keyboard users draw with the arrow keys.

import { button, element } from './dom.js';
import { strings } from './strings.js';

/**
 * The nearest place that two digits of base 36 can name, so that a link restores the very drawing.
 * @param {number} value
 */
const onGrid = (value) => Math.round(Math.max(0, Math.min(1, value)) * 1295) / 1295;

/** @typedef {{ erases: boolean, points: number[] }} Stroke points are x, y, x, y, … of 0…1 */

// As many pixels as show a digit well; more would only take longer to prepare.
const side = 196;
const penWidth = 14;
const eraserWidth = 28;

export class DrawingPad {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Stroke[]} */
    this.strokes = [];
    /** @type {CanvasImageSource | null} */
    this.underlay = null;
    this.frame = 0;
    this.erases = false;
    this.canvas = element('canvas', {
      width: side, height: side, class: 'pad', tabindex: 0, role: 'application', 'aria-label': strings.padLabel,
    });
    this.context = /** @type {CanvasRenderingContext2D} */ (
      this.canvas.getContext('2d', { willReadFrequently: true }));
    this.pen = button(strings.pen, () => this.#choose(false), { 'aria-pressed': 'true' });
    this.eraser = button(strings.eraser, () => this.#choose(true), { 'aria-pressed': 'false' });
    this.element = element('div', { class: 'drawing' }, this.canvas, element('div', { class: 'source' }, this.pen,
      this.eraser, button(strings.undo, () => this.#cut(1)), button(strings.clear, () => this.#cut(Infinity))));
    this.cursor = [0.5, 0.2];
    this.canvas.addEventListener('pointerdown', (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.strokes.push({ erases: this.erases, points: this.#place(event) });
      this.#added();
    });
    this.canvas.addEventListener('pointermove', (event) => {
      if (!this.canvas.hasPointerCapture(event.pointerId)) return;
      for (const part of event.getCoalescedEvents?.() ?? [event]) this.strokes.at(-1)?.points.push(...this.#place(part));
      this.#added();
    });
    this.canvas.addEventListener('keydown', (event) => this.#key(event));
    this.paint();
  }

  /** @param {PointerEvent} event */
  #place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [onGrid((event.clientX - box.left) / box.width), onGrid((event.clientY - box.top) / box.height)];
  }

  /**
   * Arrow keys draw, with shift they move without drawing.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const steps = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-0.04, 0], ArrowRight: [0.04, 0], ArrowUp: [0, -0.04], ArrowDown: [0, 0.04],
    });
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const from = [...this.cursor];
    this.cursor = this.cursor.map((value, axis) => Math.max(0.04, Math.min(0.96, value + step[axis])));
    if (event.shiftKey) {
      this.paint();
      return;
    }
    this.strokes.push({ erases: this.erases, points: [...from, ...this.cursor].map(onGrid) });
    this.#added();
  }

  /** @param {boolean} erases */
  #choose(erases) {
    this.erases = erases;
    this.pen.setAttribute('aria-pressed', String(!erases));
    this.eraser.setAttribute('aria-pressed', String(erases));
  }

  /** @param {number} count strokes to take back */
  #cut(count) {
    this.underlay = null;
    this.strokes.splice(Math.max(0, this.strokes.length - count));
    this.#added();
  }

  /** Many points may come in one frame: the network is asked once. */
  #added() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.paint();
      this.changed();
    });
  }

  /** Draws every stroke: black on white. */
  paint() {
    const { context } = this;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, side, side);
    if (this.underlay && this.isEmpty) {
      context.imageSmoothingEnabled = false;
      context.filter = 'invert(1)';
      context.drawImage(this.underlay, 0, 0, side, side);
      context.filter = 'none';
    }
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (const { erases, points } of this.strokes) {
      context.strokeStyle = erases ? '#fff' : '#000';
      context.lineWidth = erases ? eraserWidth : penWidth;
      context.beginPath();
      context.moveTo(points[0] * side, points[1] * side);
      for (let index = 2; index < points.length; index += 2) context.lineTo(points[index] * side, points[index + 1] * side);
      if (points.length === 2) context.lineTo(points[0] * side + 0.01, points[1] * side);
      context.stroke();
    }
  }

  /**
   * Shows a sample on the empty sheet, dark on light, until something is drawn.
   * @param {CanvasImageSource | null} picture
   */
  showUnder(picture) {
    this.strokes = [];
    this.underlay = picture;
    this.paint();
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  /** The sheet as canvas pixels. */
  get pixels() {
    return { width: side, height: side, pixels: this.context.getImageData(0, 0, side, side).data };
  }

  /** The strokes as a word for the address. */
  get word() {
    const digits = (/** @type {number} */ value) =>
      Math.round(onGrid(value) * 1295).toString(36).padStart(2, '0');
    return this.strokes.map(({ erases, points }) => (erases ? '-' : '') + points.map(digits).join('')).join('.');
  }

  /** @param {string} word as `word` gives it */
  set word(word) {
    this.strokes = word.split('.').filter((text) => /^-?([0-9a-z]{4})+$/.test(text)).map((text) => ({
      erases: text.startsWith('-'),
      points: (text.match(/[0-9a-z]{2}/g) ?? []).map((pair) => parseInt(pair, 36) / 1295),
    }));
    this.paint();
  }
}
