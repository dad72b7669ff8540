// Loss and accuracy while a network learns, as two curves over the pictures seen.

import { element } from './dom.js';
import { strings } from './strings.js';

/** @typedef {{ seen: number, loss: number, accuracy: number, unseen: number | null }} Point */

export class Curves {
  constructor() {
    this.canvas = element('canvas', { class: 'curves', role: 'img', 'aria-label': strings.curves });
    this.element = element('figure', {}, this.canvas, element('figcaption', { class: 'note' },
      element('span', { class: 'key loss' }), ` ${strings.lossCurve} `, element('span', { class: 'key accuracy' }),
      ` ${strings.accuracyCurve} `, element('span', { class: 'key unseen' }), ` ${strings.unseenCurve}`));
    /** @type {Point[]} */
    this.points = [];
  }

  clear() {
    this.points = [];
    this.draw();
  }

  /** @param {Point} point */
  add(point) {
    if (!Number.isFinite(point.loss)) return;
    this.points.push(point);
    // Every other point says as much when there are many.
    if (this.points.length > 1200) this.points = this.points.filter((_, index) => index % 2 === 0);
    this.draw();
  }

  draw() {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth || 600, 200];
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const [left, right, top, bottom] = [40, width - 44, 8, height - 24];
    const last = this.points.at(-1)?.seen || 1;
    const highest = Math.max(0.5, Math.min(3, ...[Math.max(...this.points.map((point) => point.loss), 0.5)]));
    const x = (/** @type {number} */ seen) => left + (right - left) * seen / last;
    const y = (/** @type {number} */ share) => bottom - (bottom - top) * Math.max(0, Math.min(1, share));
    context.font = '11px system-ui, sans-serif';
    context.fillStyle = colour('faint');
    context.strokeStyle = colour('rule');
    context.lineWidth = 1;
    for (let line = 0; line <= 4; line++) {
      context.beginPath();
      context.moveTo(left, y(line / 4));
      context.lineTo(right, y(line / 4));
      context.stroke();
      context.textAlign = 'right';
      context.fillText((highest * line / 4).toFixed(2), left - 5, y(line / 4) + 4);
      context.textAlign = 'left';
      context.fillText(`${25 * line} %`, right + 5, y(line / 4) + 4);
    }
    context.textAlign = 'right';
    context.fillText(strings.seenPictures(last), right, height - 6);
    const curve = (/** @type {(point: Point) => number | null} */ value, /** @type {string} */ ink) => {
      context.strokeStyle = ink;
      context.lineWidth = 2;
      context.beginPath();
      let isFirst = true;
      for (const point of this.points) {
        const share = value(point);
        if (share === null || !Number.isFinite(share)) continue;
        if (isFirst) context.moveTo(x(point.seen), y(share));
        else context.lineTo(x(point.seen), y(share));
        isFirst = false;
      }
      context.stroke();
    };
    curve((point) => point.loss / highest, '#d9772f');
    curve((point) => point.accuracy, '#3f8fc5');
    curve((point) => point.unseen, colour('second'));
  }
}
