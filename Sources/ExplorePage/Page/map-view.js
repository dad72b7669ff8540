// A plane as a picture: pixels that stay square and sharp, marks over them, a cell that pointer, touch and arrow keys
// choose.

import { paint } from './colours.js';
import { element, fill } from './dom.js';

/** @typedef {import('./colours.js').Scale} Scale */
/** @typedef {{ x: number, y: number, width: number, height: number, kind: string }} Mark */

const namespace = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function shape(tag, attributes) {
  const result = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) result.setAttribute(name, String(value));
  return result;
}

export class MapView {
  /**
   * @param {string} label what a screen reader says of it
   * @param {(x: number, y: number) => void} choose called with a cell of the plane, which may lie in its frame
   */
  constructor(label, choose) {
    this.canvas = element('canvas', { 'aria-hidden': 'true' });
    this.overlay = /** @type {SVGSVGElement} */ (shape('svg', { 'aria-hidden': 'true' }));
    this.element = element('div', {
      class: 'map', tabindex: 0, role: 'application', 'aria-roledescription': 'map', 'aria-label': label,
    }, this.canvas, this.overlay);
    this.size = { width: 1, height: 1 };
    this.frame = 0;
    /** @type {Mark[]} */
    this.marks = [];
    /** @type {(x: number, y: number) => void} */
    this.step = () => {};
    const pointed = (/** @type {PointerEvent} */ event) => {
      const box = this.canvas.getBoundingClientRect();
      const width = this.size.width + 2 * this.frame;
      const x = Math.floor((event.clientX - box.left) / box.width * width) - this.frame;
      const y = Math.floor((event.clientY - box.top) / box.height * (this.size.height + 2 * this.frame)) - this.frame;
      choose(x, y);
    };
    this.element.addEventListener('pointermove', pointed);
    this.element.addEventListener('pointerdown', pointed);
    this.element.addEventListener('keydown', (event) => {
      const far = event.shiftKey ? 10 : 1;
      const steps = /** @type {Record<string, [number, number]>} */ ({
        ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far],
      });
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(...step);
    });
  }

  /**
   * Shows levels; `frame` of their rows and columns on every side lie outside the picture.
   * @param {{ width: number, height: number }} size without the frame
   * @param {Uint8Array} levels with the frame
   * @param {Scale} scale
   * @param {number} [frame]
   */
  show(size, levels, scale, frame = 0) {
    this.size = { width: size.width, height: size.height };
    this.frame = frame;
    const full = { width: size.width + 2 * frame, height: size.height + 2 * frame };
    paint(this.canvas, full, levels, scale);
    this.element.style.setProperty('--ratio', String(full.width / full.height));
    this.element.style.aspectRatio = `${full.width} / ${full.height}`;
    this.overlay.setAttribute('viewBox', `${-frame} ${-frame} ${full.width} ${full.height}`);
    this.mark(this.marks);
  }

  /**
   * Draws marks over the pixels.
   * @param {Mark[]} marks in pixels of the plane
   */
  mark(marks) {
    this.marks = marks;
    const { frame, size } = this;
    const shapes = marks.map((mark) => shape('rect', {
      x: mark.x, y: mark.y, width: mark.width, height: mark.height, class: `mark ${mark.kind}`,
    }));
    if (frame > 0) {
      // The border: what padding adds is veiled.
      const veil = `M${-frame} ${-frame}h${size.width + 2 * frame}v${size.height + 2 * frame}h${-size.width - 2 * frame}z`
        + `M0 0v${size.height}h${size.width}v${-size.height}z`;
      shapes.unshift(shape('path', { d: veil, class: 'veil' }));
    }
    fill(this.overlay, ...shapes);
  }
}
